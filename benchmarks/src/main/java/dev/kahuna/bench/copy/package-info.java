/** {@code kahuna bench copy}: the copy beside other tools, on the same data and servers. */
@NullMarked
package dev.kahuna.bench.copy;

import org.jspecify.annotations.NullMarked;
