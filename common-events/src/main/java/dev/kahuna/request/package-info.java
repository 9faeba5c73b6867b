/** The request for a migration: the file, its fields and their rules. */
@NullMarked
package dev.kahuna.request;

import org.jspecify.annotations.NullMarked;
