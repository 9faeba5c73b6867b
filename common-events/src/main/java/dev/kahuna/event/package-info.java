/**
 * The facts of a migration.
 *
 * <p>A fact is in the past tense, immutable, and named for ever by its wire name; it carries
 * references to secrets and never a secret. What may be said of a migration is listed here and
 * nowhere else, by the service that says it.
 */
@NullMarked
package dev.kahuna.event;

import org.jspecify.annotations.NullMarked;
