/** Changes that the app makes to its schema after it was copied, and how they reach the target. */
@NullMarked
package dev.kahuna.replica.drift;

import org.jspecify.annotations.NullMarked;
