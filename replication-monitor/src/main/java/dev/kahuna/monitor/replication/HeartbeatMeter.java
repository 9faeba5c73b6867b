package dev.kahuna.monitor.replication;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Replication lag in seconds, measured on the replica's clock alone, with rows that are written at
 * known moments and then read on Aurora. Immutable.
 *
 * @param sent when the newest heartbeat was sent
 * @param seen when the newest heartbeat that arrived was sent
 * @param lag how long the newest took to arrive, or the present age of the newest that arrived
 */
record HeartbeatMeter(Optional<Instant> sent, Optional<Instant> seen, Optional<Duration> lag) {

  static final HeartbeatMeter NOTHING_YET =
      new HeartbeatMeter(Optional.empty(), Optional.empty(), Optional.empty());

  HeartbeatMeter sending(Instant at) {
    return new HeartbeatMeter(Optional.of(at), seen, lag);
  }

  /**
   * @param arrived the newest heartbeat on Aurora
   * @param now the replica's clock, read after that
   */
  HeartbeatMeter looking(Optional<Instant> arrived, Instant now) {
    if (arrived.isEmpty() || (!isOutstanding() && arrived.equals(seen))) {
      return this;
    }
    return new HeartbeatMeter(sent, arrived, Optional.of(Duration.between(arrived.get(), now)));
  }

  /** Whether a heartbeat was sent that has not arrived. */
  boolean isOutstanding() {
    return sent.isPresent() && !sent.equals(seen);
  }
}
