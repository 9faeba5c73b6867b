@NullMarked
package dev.kahuna.failure;

import org.jspecify.annotations.NullMarked;
