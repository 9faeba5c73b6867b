/** Gives up a copy of the replica to Aurora, and prepares another one, while the app writes. */
@NullMarked
package dev.kahuna.cutover.copy;

import org.jspecify.annotations.NullMarked;
