/** The databases of a migration: where its facts say they are, and how to log in to them. */
@NullMarked
package dev.kahuna.database;

import org.jspecify.annotations.NullMarked;
