@NullMarked
package dev.kahuna.cutover.app;

import org.jspecify.annotations.NullMarked;
