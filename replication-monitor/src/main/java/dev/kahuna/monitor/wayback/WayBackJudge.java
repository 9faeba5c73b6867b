package dev.kahuna.monitor.wayback;

import dev.kahuna.event.Lsn;
import dev.kahuna.migration.ReplicationNames;
import dev.kahuna.monitor.wayback.WayBackSample.Slot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Tells a broken way back from a slow one. Immutable; depends only on the samples.
 *
 * @param confirmed how far the replica had applied in the newest sample
 * @param movedAt when that last advanced, or nothing was left to apply
 */
record WayBackJudge(Lsn confirmed, Instant movedAt) {
  /** An apply worker that failed starts again after 5 s; a walsender reports every 10 s. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A large transaction is confirmed as one; less than this is no backlog. */
  private static final long MUCH = 16L << 20;

  private static final int NAMED = 5;
  private static final String NAME = ReplicationNames.REVERSE;

  static WayBackJudge beginning(Instant at) {
    return new WayBackJudge(new Lsn(0), at);
  }

  WayBackJudge with(WayBackSample sample) {
    var now = sample.slot().map(Slot::confirmed).orElse(confirmed);
    var isIdle = sample.slot().filter(slot -> slot.lagBytes() == 0).isPresent();
    var hasMoved = now.compareTo(confirmed) > 0;
    return new WayBackJudge(hasMoved ? now : confirmed, isIdle || hasMoved ? sample.at() : movedAt);
  }

  /** Everything that is wrong, with what cures it; empty if the way back is whole. */
  Optional<String> trouble(WayBackSample sample) {
    var troubles = new ArrayList<String>();
    following(sample).ifPresent(troubles::add);
    sample.unpublished().stream()
        .limit(NAMED)
        .map(table -> table.remedy(NAME))
        .forEach(troubles::add);
    if (sample.unpublished().size() > NAMED) {
      troubles.add("and %d more tables".formatted(sample.unpublished().size() - NAMED));
    }
    return troubles.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", troubles));
  }

  private Optional<String> following(WayBackSample sample) {
    if (sample.slot().isEmpty()) {
      return Optional.of(
          "Aurora has lost the slot %s, or it was dropped, and with it what the replica lacks; nothing brings the way back any more"
              .formatted(NAME));
    }
    if (sample.follower().isEmpty()) {
      return Optional.of("the replica's subscription %s is gone".formatted(NAME));
    }
    var follower = sample.follower().get();
    return follower.enabled() && isMoving(sample)
        ? Optional.empty()
        : follower.trouble("the replica", "Aurora", NAME).or(() -> standing(sample));
  }

  private boolean isMoving(WayBackSample sample) {
    return Duration.between(movedAt, sample.at()).compareTo(PATIENCE) < 0;
  }

  private Optional<String> standing(WayBackSample sample) {
    return sample
        .slot()
        .filter(slot -> slot.lagBytes() > MUCH)
        .map(
            slot ->
                "the replica has applied nothing for %d s, though its apply worker runs, and is %d bytes behind"
                    .formatted(
                        Duration.between(movedAt, sample.at()).toSeconds(), slot.lagBytes()));
  }

  /** Whether nothing is wrong, and the replica was seen to follow. */
  boolean isWhole(WayBackSample sample) {
    return isMoving(sample) && trouble(sample).isEmpty();
  }
}
