package dev.kahuna.monitor.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.Lsn;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplayLagMeterTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Optional<Instant> NO_COMMIT = Optional.empty();

  private final ReplayLagMeter meter = new ReplayLagMeter();

  @Test
  void isUnknownBeforeAnythingWasObserved() {
    assertThat(meter.behind(lsn(100), NO_COMMIT)).isEmpty();
  }

  @Test
  void isNothingWhenAllIsReplayed() {
    meter.observe(lsn(100), NOON);
    assertThat(meter.behind(lsn(100), NO_COMMIT)).contains(Duration.ZERO);
    assertThat(meter.behind(lsn(120), NO_COMMIT)).contains(Duration.ZERO);
  }

  @Test
  void isTheAgeOfTheNewestStateThatWasPassed() {
    meter.observe(lsn(100), NOON);
    meter.observe(lsn(200), NOON.plusSeconds(1));
    meter.observe(lsn(300), NOON.plusSeconds(2));
    assertThat(meter.behind(lsn(199), NO_COMMIT)).contains(Duration.ofSeconds(2));
    assertThat(meter.behind(lsn(200), NO_COMMIT)).contains(Duration.ofSeconds(1));
    assertThat(meter.behind(lsn(300), NO_COMMIT)).contains(Duration.ZERO);
  }

  @Test
  void anIdleSourceDoesNotMakeTheReplicaLate() {
    meter.observe(lsn(100), NOON);
    meter.observe(lsn(100), NOON.plusSeconds(3600));
    assertThat(meter.behind(lsn(100), NO_COMMIT)).contains(Duration.ZERO);
  }

  @Test
  void behindEverythingObservedTheReplayedCommitTells() {
    meter.observe(lsn(1000), NOON);
    assertThat(meter.behind(lsn(10), NO_COMMIT)).isEmpty();
    assertThat(meter.behind(lsn(10), Optional.of(NOON.minusSeconds(90))))
        .contains(Duration.ofSeconds(90));
  }

  @Test
  void aSourceThatWentBackStartsOver() {
    meter.observe(lsn(1000), NOON);
    meter.observe(lsn(500), NOON.plusSeconds(1));
    assertThat(meter.behind(lsn(700), NO_COMMIT)).contains(Duration.ZERO);
    assertThat(meter.behind(lsn(400), NO_COMMIT)).isEmpty();
  }

  private static Lsn lsn(long value) {
    return new Lsn(value);
  }
}
