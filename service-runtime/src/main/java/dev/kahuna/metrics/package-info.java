@NullMarked
package dev.kahuna.metrics;

import org.jspecify.annotations.NullMarked;
