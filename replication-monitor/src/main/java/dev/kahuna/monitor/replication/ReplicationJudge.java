package dev.kahuna.monitor.replication;

import dev.kahuna.event.Lsn;
import dev.kahuna.migration.ReplicationNames;
import dev.kahuna.monitor.replication.ReplicationSample.Slot;
import dev.kahuna.monitor.replication.ReplicationSample.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells trouble from slowness. With large transactions or a long backlog something still moves. It
 * is trouble if nothing has moved for a while or can ever move again. Immutable; depends only on
 * the samples.
 *
 * @param arrivedAt when something new was last confirmed by Aurora or seen there
 * @param movedAt when anything last moved, sending included
 * @param errorsThen how often the apply worker had failed when something last arrived
 */
record ReplicationJudge(
    Instant arrivedAt,
    Instant movedAt,
    long errorsThen,
    Lsn confirmed,
    Lsn sent,
    Optional<Instant> heartbeatSeen) {

  /** A single failure may be temporary; the worker restarts on its own. */
  private static final int ERRORS = 2;

  private static final Lsn NOWHERE = new Lsn(0);

  static ReplicationJudge beginning(Instant at) {
    return new ReplicationJudge(at, at, Long.MAX_VALUE, NOWHERE, NOWHERE, Optional.empty());
  }

  ReplicationJudge with(ReplicationSample sample) {
    var nowConfirmed = sample.slot().map(Slot::confirmed).orElse(NOWHERE);
    var nowSent = sample.slot().map(Slot::sent).orElse(NOWHERE);
    var errors = sample.subscription().map(Subscription::applyErrors).orElse(0L);
    var seen = sample.heartbeat().seen();
    var arrived =
        nowConfirmed.compareTo(confirmed) > 0
            || (seen.isPresent() && !seen.equals(heartbeatSeen))
            || errors < errorsThen;
    return new ReplicationJudge(
        arrived ? sample.at() : arrivedAt,
        arrived || nowSent.compareTo(sent) > 0 ? sample.at() : movedAt,
        arrived ? errors : errorsThen,
        nowConfirmed.compareTo(confirmed) > 0 ? nowConfirmed : confirmed,
        nowSent.compareTo(sent) > 0 ? nowSent : sent,
        seen.isPresent() ? seen : heartbeatSeen);
  }

  /** While no heartbeats are sent, none have to arrive. */
  ReplicationJudge pausing(Instant now) {
    return new ReplicationJudge(now, now, errorsThen, confirmed, sent, heartbeatSeen);
  }

  /**
   * The trouble, for the operator; empty if there is none.
   *
   * @param cause asked only if the apply worker fails: why it does
   */
  Optional<String> trouble(ReplicationSample sample, Duration patience, Supplier<String> cause) {
    if (sample.slot().isEmpty()) {
      return Optional.of(
          "The replica's slot is gone, so Aurora can no longer follow. Run 'kahuna copy-again' to copy the data once more.");
    }
    if (sample.slot().get().walStatus().equals("lost")) {
      return Optional.of(
          "Postgres invalidated the replica's slot for its size (max_slot_wal_keep_size), and WAL that Aurora needs is gone. Run 'kahuna copy-again' to copy the data once more.");
    }
    if (sample.subscription().isEmpty()) {
      return Optional.of(
          "Aurora's subscription is gone. Run 'kahuna copy-again' to copy the data once more.");
    }
    if (!sample.subscription().get().enabled()) {
      return Optional.of(
          "The subscription on Aurora is disabled. Run ALTER SUBSCRIPTION %s ENABLE on Aurora to resume it."
              .formatted(ReplicationNames.SUBSCRIPTION));
    }
    return hasFailed(sample.subscription().get())
        ? Optional.of(failing(sample.subscription().get(), cause.get()))
        : trouble(sample.slot().get(), sample.subscription().get(), sample.at(), patience);
  }

  private Optional<String> trouble(
      Slot slot, Subscription subscription, Instant now, Duration patience) {
    if (Duration.between(movedAt, now).compareTo(patience) > 0) {
      return Optional.of(
          "Nothing has moved for %d s: apply worker on Aurora %s, walsender on the replica %s. Check both servers and the network between them."
              .formatted(
                  Duration.between(movedAt, now).toSeconds(),
                  subscription.working() ? "running" : "missing",
                  slot.walsender()));
    }
    return Optional.empty();
  }

  private boolean hasFailed(Subscription subscription) {
    return subscription.applyErrors() - errorsThen >= ERRORS;
  }

  private static String failing(Subscription subscription, String cause) {
    return "The apply worker on Aurora keeps failing, and nothing arrives%s: %s."
        .formatted(conflicts(subscription), cause);
  }

  private static String conflicts(Subscription subscription) {
    return subscription.conflicts().isEmpty() ? "" : " (" + subscription.conflicts() + ")";
  }
}
