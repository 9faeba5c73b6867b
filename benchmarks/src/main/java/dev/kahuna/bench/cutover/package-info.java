/** Many migrations: how long writes stop, with and without killed services. */
@NullMarked
package dev.kahuna.bench.cutover;

import org.jspecify.annotations.NullMarked;
