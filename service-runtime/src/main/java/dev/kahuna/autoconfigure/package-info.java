@NullMarked
package dev.kahuna.autoconfigure;

import org.jspecify.annotations.NullMarked;
