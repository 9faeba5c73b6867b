@NullMarked
package dev.kahuna.monitor.replay;

import org.jspecify.annotations.NullMarked;
