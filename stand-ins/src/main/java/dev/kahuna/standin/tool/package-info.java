/** Programs on simulated hosts whose work this JVM does: a thin client on the host calls it. */
@NullMarked
package dev.kahuna.standin.tool;

import org.jspecify.annotations.NullMarked;
