/**
 * The facts of a migration.
 *
 * <p>A fact is immutable and named in the past tense; its wire name never changes. It carries
 * references to secrets, never secrets. This package lists all facts of a migration, grouped by the
 * service that records them.
 */
@NullMarked
package dev.kahuna.event;

import org.jspecify.annotations.NullMarked;
