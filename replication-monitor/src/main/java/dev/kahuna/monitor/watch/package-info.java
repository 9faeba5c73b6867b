@NullMarked
package dev.kahuna.monitor.watch;

import org.jspecify.annotations.NullMarked;
