/**
 * Copies the rows from the frozen standby to the target, in chunks that a restart does not repeat.
 */
@NullMarked
package dev.kahuna.replica.rows;

import org.jspecify.annotations.NullMarked;
