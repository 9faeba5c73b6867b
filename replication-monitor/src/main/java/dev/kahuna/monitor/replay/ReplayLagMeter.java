package dev.kahuna.monitor.replay;

import dev.kahuna.event.Lsn;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Replay lag in seconds, measured on the source's clock alone: it records the source's position
 * over time, and looks up the time of the position that the replica has replayed. The error of
 * other clocks does not matter.
 */
final class ReplayLagMeter {

  private static final int MOST = 7200;

  private final TreeMap<Lsn, Instant> sourceAt = new TreeMap<>();

  /** Records where the source's WAL ended at that moment. */
  void observe(Lsn source, Instant at) {
    if (!sourceAt.isEmpty() && source.compareTo(sourceAt.lastKey()) < 0) {
      // The source's position went backwards: Heroku failed over, and earlier records no longer
      // apply.
      sourceAt.clear();
    }
    sourceAt.put(source, at);
    if (sourceAt.size() > MOST) {
      sourceAt.pollFirstEntry();
    }
  }

  /**
   * How old the replica's state is, by the observations of the source.
   *
   * @param replayed how far the replica is
   * @param lastCommit the newest commit it replayed, stamped by the source's clock; only used while
   *     the replica is behind everything that was observed
   * @return empty while it is unknown
   */
  Optional<Duration> behind(Lsn replayed, Optional<Instant> lastCommit) {
    if (sourceAt.isEmpty()) {
      return Optional.empty();
    }
    var newest = sourceAt.lastEntry().getValue();
    var passed = sourceAt.floorEntry(replayed);
    if (passed == null) {
      return lastCommit.map(commit -> atLeastZero(Duration.between(commit, newest)));
    }
    sourceAt.headMap(passed.getKey(), false).clear();
    return Optional.of(atLeastZero(Duration.between(passed.getValue(), newest)));
  }

  private static Duration atLeastZero(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
