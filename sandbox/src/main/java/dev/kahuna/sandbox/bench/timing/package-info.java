/** How long something takes, and what to make of several runs of it. */
@NullMarked
package dev.kahuna.sandbox.bench.timing;

import org.jspecify.annotations.NullMarked;
