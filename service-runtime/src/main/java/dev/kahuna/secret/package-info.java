/**
 * Secrets by reference: events and settings say where a secret is, only the moment of use reads it.
 */
@NullMarked
package dev.kahuna.secret;

import org.jspecify.annotations.NullMarked;
