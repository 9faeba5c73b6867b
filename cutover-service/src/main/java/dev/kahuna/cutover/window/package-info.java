@NullMarked
package dev.kahuna.cutover.window;

import org.jspecify.annotations.NullMarked;
