/** What all watches share: sessions that reconnect, the state of each migration, and its gauges. */
@NullMarked
package dev.kahuna.monitor.watch;

import org.jspecify.annotations.NullMarked;
