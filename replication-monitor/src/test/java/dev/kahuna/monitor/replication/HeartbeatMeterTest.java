package dev.kahuna.monitor.replication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.fault.Survives;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeartbeatMeterTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Duration MILLIS_40 = Duration.ofMillis(40);

  @Survives(
      fault = 17,
      done = "the replica's clock is far from this machine's",
      held = "lag counts between two moments of the replica's clock alone")
  @Test
  void lagIsHowLongTheNewestTook() {
    var arrived =
        HeartbeatMeter.NOTHING_YET.sending(NOON).looking(Optional.of(NOON), NOON.plus(MILLIS_40));
    assertThat(arrived.isOutstanding()).isFalse();
    assertThat(arrived.lag()).contains(MILLIS_40);
  }

  @Test
  void lookingLaterDoesNotMakeItOlder() {
    var later =
        HeartbeatMeter.NOTHING_YET
            .sending(NOON)
            .looking(Optional.of(NOON), NOON.plus(MILLIS_40))
            .looking(Optional.of(NOON), NOON.plusSeconds(1));
    assertThat(later.lag()).contains(MILLIS_40);
  }

  @Test
  void whatIsOutstandingMakesTheArrivedOneOlder() {
    var outstanding =
        HeartbeatMeter.NOTHING_YET
            .sending(NOON)
            .looking(Optional.of(NOON), NOON.plus(MILLIS_40))
            .sending(NOON.plusSeconds(1))
            .looking(Optional.of(NOON), NOON.plusSeconds(20));
    assertThat(outstanding.isOutstanding()).isTrue();
    assertThat(outstanding.lag()).contains(Duration.ofSeconds(20));
  }

  @Test
  void nothingIsKnownUntilOneArrived() {
    var sent = HeartbeatMeter.NOTHING_YET.sending(NOON).looking(Optional.empty(), NOON);
    assertThat(sent.lag()).isEmpty();
    assertThat(sent.isOutstanding()).isTrue();
  }
}
