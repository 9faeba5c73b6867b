@NullMarked
package dev.kahuna.replica.schema;

import org.jspecify.annotations.NullMarked;
