/** Tries the app's schema on the target before the first window, in a database of its own. */
@NullMarked
package dev.kahuna.replica.rehearsal;

import org.jspecify.annotations.NullMarked;
