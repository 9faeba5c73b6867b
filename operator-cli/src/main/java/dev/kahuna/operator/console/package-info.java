@NullMarked
package dev.kahuna.operator.console;

import org.jspecify.annotations.NullMarked;
