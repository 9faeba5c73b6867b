/** The app's users: a writer that records every acknowledged write, and the pauses between them. */
@NullMarked
package dev.kahuna.standin.load;

import org.jspecify.annotations.NullMarked;
