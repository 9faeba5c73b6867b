/** How a subscriber finds the rows that its publisher changed. */
@NullMarked
package dev.kahuna.identity;

import org.jspecify.annotations.NullMarked;
