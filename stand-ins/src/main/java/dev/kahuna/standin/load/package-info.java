/** The app's users, as far as it takes them to tell whether a write was lost. */
@NullMarked
package dev.kahuna.standin.load;

import org.jspecify.annotations.NullMarked;
