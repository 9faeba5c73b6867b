package dev.kahuna.monitor.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.Lsn;
import dev.kahuna.fault.Survives;
import dev.kahuna.monitor.replication.ReplicationSample.Slot;
import dev.kahuna.monitor.replication.ReplicationSample.Subscription;
import dev.kahuna.monitor.watch.Streak;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplicationJudgeTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Subscription WORKING = new Subscription(true, true, 0, "");

  private ReplicationJudge judge = ReplicationJudge.beginning(NOON);

  @Survives(
      fault = 18,
      done = "the slot is gone, and another is lost to its limit",
      held = "trouble at once, in a sentence")
  @Test
  void aSlotThatIsGoneOrLostIsTrouble() {
    assertThat(after(0, Optional.empty(), WORKING).orElseThrow()).contains("slot is gone");
    var lost = new Slot(false, new Lsn(100), "lost", 0, "none", new Lsn(0));
    assertThat(after(1, Optional.of(lost), WORKING).orElseThrow())
        .contains("max_slot_wal_keep_size");
  }

  @Test
  void aDisabledSubscriptionIsTrouble() {
    assertThat(after(0, slot(100, 100), new Subscription(false, false, 1, "")).orElseThrow())
        .contains("disabled");
  }

  @Test
  void failuresWithoutAnythingArrivingAreTrouble() {
    assertThat(after(0, slot(100, 100), errors(7))).isEmpty();
    assertThat(after(1, slot(100, 200), errors(8))).isEmpty();
    assertThat(after(2, slot(100, 220), errors(9)).orElseThrow())
        .contains("confl_insert_exists 9", "duplicate key, in table public.t");
  }

  @Test
  void failuresAreForgottenOnceSomethingArrives() {
    assertThat(after(0, slot(100, 100), errors(0))).isEmpty();
    assertThat(after(1, slot(100, 100), errors(1))).isEmpty();
    assertThat(after(2, slot(150, 150), errors(1))).isEmpty();
    assertThat(after(3, slot(150, 150), errors(2))).isEmpty();
  }

  @Test
  void silenceIsTroubleOnlyAfterAWhile() {
    assertThat(after(0, slot(100, 100), WORKING)).isEmpty();
    assertThat(after(30, slot(100, 100), WORKING)).isEmpty();
    assertThat(after(31, slot(100, 100), new Subscription(true, false, 0, "")).orElseThrow())
        .contains("Nothing has moved for 31 s", "missing", "streaming");
  }

  @Test
  void aLongTransactionBeingSentIsNoTrouble() {
    for (int second = 0; second < 300; second++) {
      assertThat(after(second, slot(100, 100 + second), WORKING)).isEmpty();
    }
  }

  @Survives(
      fault = 5,
      done = "samples come late and in another order",
      held = "an old one counts for nothing; a gap ends the row that a cutover waits for")
  @Test
  void anOldSampleCountsForNothing() {
    var streak = Streak.NONE.with(true, NOON).with(true, NOON.plusSeconds(1));
    assertThat(streak.at(NOON.plusSeconds(2))).isEqualTo(2);
    assertThat(streak.with(false, NOON.minusSeconds(9))).isEqualTo(streak);
    assertThat(streak.at(NOON.plusSeconds(7))).isZero();
    assertThat(streak.with(true, NOON.plusSeconds(9)).length()).isEqualTo(1);
    assertThat(streak.with(false, NOON.plusSeconds(2)).length()).isZero();
    assertThat(Streak.NONE.at(NOON)).isZero();
  }

  private Optional<String> after(int seconds, Optional<Slot> slot, Subscription subscription) {
    var sample =
        new ReplicationSample(
            NOON.plusSeconds(seconds),
            new Lsn(1000),
            slot,
            Optional.of(subscription),
            Map.of("ready", 3),
            HeartbeatMeter.NOTHING_YET);
    judge = judge.with(sample);
    return judge.trouble(sample, PATIENCE, () -> "duplicate key, in table public.t");
  }

  private static Subscription errors(long errors) {
    return new Subscription(true, true, errors, "confl_insert_exists " + errors);
  }

  private static Optional<Slot> slot(long confirmed, long sent) {
    return Optional.of(
        new Slot(true, new Lsn(confirmed), "reserved", 0, "streaming", new Lsn(sent)));
  }
}
