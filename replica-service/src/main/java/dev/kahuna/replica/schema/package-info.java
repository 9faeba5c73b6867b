/**
 * Copies the schema to the target with pg_dump: tables before the rows, indexes and constraints
 * after them.
 */
@NullMarked
package dev.kahuna.replica.schema;

import org.jspecify.annotations.NullMarked;
