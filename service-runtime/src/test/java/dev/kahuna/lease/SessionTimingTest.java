package dev.kahuna.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kahuna.settings.InvalidSettings;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionTimingTest {
  private static final Duration HALF_A_SECOND = Duration.ofMillis(500);

  @Test
  void everyLimitFollowsFromTheSession() {
    var timing = SessionTiming.DEFAULT;
    assertThat(timing.session()).hasSeconds(6);
    assertThat(timing.heartbeat()).hasMillis(500);
    assertThat(timing.longestSilence()).hasSeconds(2);
    assertThat(timing.callTimeout()).hasSeconds(4);
    assertThat(timing.patience()).hasSeconds(4);
    assertThat(timing.afterUnknownAppend()).hasSeconds(3);
    assertThat(timing.beforeFencingAgain()).hasSeconds(10);
    assertThat(timing.afterLostFence()).hasSeconds(12);
  }

  @Test
  void aCallTakesFourSecondsAtMostHoweverLongTheSession() {
    assertThat(of(45, Optional.empty()).callTimeout()).hasSeconds(4);
    assertThat(of(3, Optional.empty()).callTimeout()).hasSeconds(2);
    assertThat(of(45, Optional.of(Duration.ofSeconds(20))).callTimeout()).hasSeconds(20);
  }

  @Test
  void anotherInstanceNeverBeginsBeforeTheLastCallHasEnded() {
    for (var seconds = 3; seconds < 60; seconds++) {
      var timing = of(seconds, Optional.empty());
      assertThat(timing.longestSilence().plus(timing.callTimeout()))
          .isLessThanOrEqualTo(timing.session());
    }
  }

  @Test
  void longerCallsAndRarerHeartbeatsAreRefusedTogether() {
    var session = Duration.ofSeconds(6);
    var call = Optional.of(Duration.ofSeconds(5));
    assertThatThrownBy(() -> SessionTiming.of(session, Duration.ofSeconds(2), call))
        .isInstanceOfSatisfying(
            InvalidSettings.class,
            wrong ->
                assertThat(wrong.sentences())
                    .containsExactly(
                        "heartbeat.interval.ms is 2.0 s and must be above zero and at most a sixth of"
                            + " session.timeout.ms, which is 6.0 s: set"
                            + " spring.kafka.consumer.properties[heartbeat.interval.ms] to 1000 or"
                            + " less.",
                        "kahuna.heroku.timeout is 5.0 s and must be above zero and at most two thirds"
                            + " of Kafka's session time-out, which is 6.0 s: set it to 4.0 s or less,"
                            + " or raise spring.kafka.consumer.properties[session.timeout.ms]."));
  }

  @Test
  void aLimitOfItsOwnIsCheckedAsWell() {
    var timing = SessionTiming.DEFAULT;
    assertThat(timing.limit("kahuna.some.limit", Optional.empty())).hasSeconds(4);
    assertThat(timing.limit("kahuna.some.limit", Optional.of(Duration.ofSeconds(1)))).hasSeconds(1);
    assertThatThrownBy(() -> timing.limit("kahuna.some.limit", Optional.of(Duration.ofMinutes(1))))
        .isInstanceOf(InvalidSettings.class)
        .hasMessageStartingWith("kahuna.some.limit is 60.0 s");
  }

  private static SessionTiming of(int seconds, Optional<Duration> call) {
    return SessionTiming.of(Duration.ofSeconds(seconds), HALF_A_SECOND, call);
  }
}
