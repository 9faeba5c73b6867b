/**
 * The loop of a service: takes over partitions of the log, folds their facts and appends new ones,
 * fenced against other instances.
 */
@NullMarked
package dev.kahuna.loop;

import org.jspecify.annotations.NullMarked;
