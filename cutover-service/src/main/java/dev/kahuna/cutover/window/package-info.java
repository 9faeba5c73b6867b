/**
 * The window of a cutover: its preparation, opening, pivot and end, and its undo before the pivot.
 */
@NullMarked
package dev.kahuna.cutover.window;

import org.jspecify.annotations.NullMarked;
