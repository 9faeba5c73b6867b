/** The operator's commands, and the sentences in which a migration is told. */
@NullMarked
package dev.kahuna.operator;

import org.jspecify.annotations.NullMarked;
