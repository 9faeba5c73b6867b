/** Watches whether the replica follows Aurora, so that the app can go back without a loss. */
@NullMarked
package dev.kahuna.monitor.wayback;

import org.jspecify.annotations.NullMarked;
