/** Copies the database to the target, which then follows the promoted replica. */
@NullMarked
package dev.kahuna.replica.copy;

import org.jspecify.annotations.NullMarked;
