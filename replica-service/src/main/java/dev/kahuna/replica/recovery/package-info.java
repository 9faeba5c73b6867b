/**
 * Restores the base backup and starts both servers: the replica, which replays the archive, and the
 * standby, which follows the replica. The runbook's sections "log-shipped replica" and "streaming
 * replica".
 */
@NullMarked
package dev.kahuna.replica.recovery;

import org.jspecify.annotations.NullMarked;
