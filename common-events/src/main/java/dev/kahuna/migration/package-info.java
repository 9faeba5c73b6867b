/** What is known about a migration: the fold of its facts. */
@NullMarked
package dev.kahuna.migration;

import org.jspecify.annotations.NullMarked;
