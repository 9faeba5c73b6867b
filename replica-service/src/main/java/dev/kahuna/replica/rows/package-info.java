@NullMarked
package dev.kahuna.replica.rows;

import org.jspecify.annotations.NullMarked;
