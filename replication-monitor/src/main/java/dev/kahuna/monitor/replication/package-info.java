/**
 * Measures how far Aurora is behind the replica, and tells trouble of the logical replication from
 * slowness.
 */
@NullMarked
package dev.kahuna.monitor.replication;

import org.jspecify.annotations.NullMarked;
