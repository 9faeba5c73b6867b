/** Programs of the sandbox's hosts that are really handled by the sandbox's own process. */
@NullMarked
package dev.kahuna.standin.tool;

import org.jspecify.annotations.NullMarked;
