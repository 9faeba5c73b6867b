/**
 * The replica up to its promotion: checks its indexes, drains the last WAL, freezes the standby and
 * promotes.
 */
@NullMarked
package dev.kahuna.cutover.replica;

import org.jspecify.annotations.NullMarked;
