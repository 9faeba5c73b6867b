@NullMarked
package dev.kahuna.monitor.slot;

import org.jspecify.annotations.NullMarked;
