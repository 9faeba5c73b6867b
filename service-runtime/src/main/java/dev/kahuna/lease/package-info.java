/** Who may act: the right of an instance to call anything outside, and its end. */
@NullMarked
package dev.kahuna.lease;

import org.jspecify.annotations.NullMarked;
