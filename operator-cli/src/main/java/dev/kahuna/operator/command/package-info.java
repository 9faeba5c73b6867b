/** The commands of {@code kahuna}, one class each. */
@NullMarked
package dev.kahuna.operator.command;

import org.jspecify.annotations.NullMarked;
