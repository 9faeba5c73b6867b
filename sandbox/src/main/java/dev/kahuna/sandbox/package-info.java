/** A cloud on one machine. */
@NullMarked
package dev.kahuna.sandbox;

import org.jspecify.annotations.NullMarked;
