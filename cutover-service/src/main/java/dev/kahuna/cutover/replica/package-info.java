@NullMarked
package dev.kahuna.cutover.replica;

import org.jspecify.annotations.NullMarked;
