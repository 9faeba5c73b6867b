@NullMarked
package dev.kahuna.operator.log;

import org.jspecify.annotations.NullMarked;
