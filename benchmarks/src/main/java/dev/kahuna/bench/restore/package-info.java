/** {@code kahuna bench restore}: base backup and WAL out of the archive, beside plain tools. */
@NullMarked
package dev.kahuna.bench.restore;

import org.jspecify.annotations.NullMarked;
