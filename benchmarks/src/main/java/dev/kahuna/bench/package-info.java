/** Many migrations in one cloud, measured: {@code kahuna bench}. */
@NullMarked
package dev.kahuna.bench;

import org.jspecify.annotations.NullMarked;
