@NullMarked
package dev.kahuna.bench.cutover;

import org.jspecify.annotations.NullMarked;
