/** Guards the replica's volume against the WAL that replication slots keep. */
@NullMarked
package dev.kahuna.monitor.slot;

import org.jspecify.annotations.NullMarked;
