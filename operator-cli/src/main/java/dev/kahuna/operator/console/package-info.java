/**
 * What the operator reads: a sentence for each fact, the status, and the display of a running
 * migration.
 */
@NullMarked
package dev.kahuna.operator.console;

import org.jspecify.annotations.NullMarked;
