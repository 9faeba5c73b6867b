package dev.kahuna.monitor.replication;

import java.time.Duration;

/**
 * When Aurora counts as caught up with the replica, and when silence is trouble.
 *
 * @param heartbeatBound how old a heartbeat may be when it arrives
 * @param samples how many heartbeats in a row must arrive within the bound
 * @param troubleAfter how long nothing may arrive, or a server may be out of reach
 */
public record ReplicationSettings(Duration heartbeatBound, int samples, Duration troubleAfter) {}
