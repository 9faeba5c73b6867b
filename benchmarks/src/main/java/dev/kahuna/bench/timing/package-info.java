/**
 * What benchmarks share: what they need, how long something takes, what to make of several runs.
 */
@NullMarked
package dev.kahuna.bench.timing;

import org.jspecify.annotations.NullMarked;
