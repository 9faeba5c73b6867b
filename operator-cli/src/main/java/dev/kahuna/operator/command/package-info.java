@NullMarked
package dev.kahuna.operator.command;

import org.jspecify.annotations.NullMarked;
