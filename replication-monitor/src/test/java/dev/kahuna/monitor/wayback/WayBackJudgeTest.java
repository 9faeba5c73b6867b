package dev.kahuna.monitor.wayback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.database.Follower;
import dev.kahuna.event.Lsn;
import dev.kahuna.monitor.wayback.WayBackSample.Slot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WayBackJudgeTest {
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

  @Test
  void aWorkerThatRestartsIsNoTroubleUntilNothingMovedForAWhile() {
    var judge = WayBackJudge.beginning(NOON).with(sample(0, 7, 500, false));
    assertThat(judge.trouble(sample(10, 7, 500, false))).isEmpty();
    var later = sample(31, 7, 500, false);
    assertThat(judge.with(later).trouble(later))
        .hasValueSatisfying(
            said -> assertThat(said).contains("no apply worker runs on the replica"));
    assertThat(judge.with(later).isWhole(later)).isFalse();
  }

  @Test
  void aWorkerThatIsSeenForAMomentHasNotHealed() {
    var judge = WayBackJudge.beginning(NOON).with(sample(0, 7, 500, false));
    var moment = sample(40, 7, 500, true);
    assertThat(judge.with(moment).isWhole(moment)).isFalse();
    var moved = sample(45, 8, 500, true);
    assertThat(judge.with(moved).isWhole(moved)).isTrue();
  }

  @Test
  void aReplicaThatHasAppliedEverythingIsWholeForAsLongAsItLikes() {
    var idle = sample(4000, 7, 0, true);
    assertThat(WayBackJudge.beginning(NOON).with(idle).isWhole(idle)).isTrue();
  }

  @Test
  void aBacklogThatStandsIsTroubleAndOneThatMovesIsNot() {
    var judge = WayBackJudge.beginning(NOON).with(sample(0, 7, 1L << 30, true));
    var stands = sample(31, 7, 1L << 30, true);
    assertThat(judge.with(stands).trouble(stands))
        .hasValueSatisfying(said -> assertThat(said).contains("applied nothing for 31 s"));
    var moves = sample(31, 8, 1L << 30, true);
    assertThat(judge.with(moves).trouble(moves)).isEmpty();
  }

  @Test
  void withoutASlotThereIsNoWayBack() {
    var gone = new WayBackSample(NOON, Optional.empty(), Optional.empty(), List.of());
    assertThat(WayBackJudge.beginning(NOON).with(gone).trouble(gone))
        .hasValueSatisfying(said -> assertThat(said).contains("has lost the slot kahuna_reverse"));
  }

  private static WayBackSample sample(long seconds, long confirmed, long lag, boolean working) {
    return new WayBackSample(
        NOON.plusSeconds(seconds),
        Optional.of(new Slot(new Lsn(confirmed), lag, lag)),
        Optional.of(new Follower(true, working, 0, Optional.empty())),
        List.of());
  }
}
