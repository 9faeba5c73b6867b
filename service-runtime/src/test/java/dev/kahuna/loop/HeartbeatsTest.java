package dev.kahuna.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.fault.Survives;
import dev.kahuna.lease.SessionTiming;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a session time-out of 6 s, a heartbeat every half second, and a clock of the test's own. */
class HeartbeatsTest {
  private final AtomicLong answered = new AtomicLong(1);
  private final AtomicLong now = new AtomicLong();
  private final Heartbeats heartbeats =
      new Heartbeats(SessionTiming.DEFAULT, answered::get, now::get);

  @Test
  void heldWhileHeartbeatsAreAnswered() {
    for (var beat = 0; beat < 20; beat++) {
      passMillis(500);
      answered.incrementAndGet();
      assertThat(heartbeats.getAsBoolean()).isTrue();
    }
  }

  @Test
  void lostAThirdOfTheSessionTimeOutAfterTheLastAnswer() {
    passMillis(500);
    answered.incrementAndGet();
    assertThat(heartbeats.getAsBoolean()).isTrue();
    for (var look = 0; look < 3; look++) {
      passMillis(500);
      assertThat(heartbeats.getAsBoolean()).isTrue();
    }
    passMillis(600);
    assertThat(heartbeats.getAsBoolean()).isFalse();
  }

  @Survives(
      fault = 9,
      done = "an instance sleeps for 7 s and wakes; Kafka answers one heartbeat, which says so",
      held = "it holds no lease before, at or after that answer, so it makes no call")
  @Test
  void oneThatSleptHoldsNothingThoughKafkaAnswersOnce() {
    passMillis(7000);
    assertThat(heartbeats.getAsBoolean()).isFalse();
    answered.incrementAndGet();
    passMillis(5);
    assertThat(heartbeats.getAsBoolean()).isFalse();
    passMillis(500);
    assertThat(heartbeats.getAsBoolean()).isFalse();
  }

  @Test
  void oneThatSleptHoldsNothingThoughTheAnswerWasThereBeforeItLooked() {
    passMillis(7000);
    answered.incrementAndGet();
    assertThat(heartbeats.getAsBoolean()).isFalse();
    passMillis(500);
    assertThat(heartbeats.getAsBoolean()).isFalse();
  }

  @Test
  void heldAgainAfterTwoAnswers() {
    passMillis(3000);
    assertThat(heartbeats.getAsBoolean()).isFalse();
    passMillis(500);
    answered.incrementAndGet();
    assertThat(heartbeats.getAsBoolean()).isFalse();
    passMillis(500);
    answered.incrementAndGet();
    assertThat(heartbeats.getAsBoolean()).isTrue();
  }

  /** With looks as rare as the heartbeats it never was: each came a few milliseconds too late. */
  @ParameterizedTest
  @ValueSource(ints = {3, 6})
  void heldAgainAfterAGapHoweverShortTheSession(int sessionSeconds) {
    var session = Duration.ofSeconds(sessionSeconds);
    var timing = SessionTiming.of(session, Duration.ofMillis(500), Optional.empty());
    var regained = new Heartbeats(timing, answered::get, now::get);
    passMillis(session.toMillis());
    assertThat(regained.getAsBoolean()).isFalse();

    var look = Heartbeats.lookEvery(timing).toMillis() + 1; // a timer is late, never early
    for (long passed = 0, nextBeat = 520; passed < 10_000; passed += look) {
      passMillis(look);
      if (passed > nextBeat) {
        answered.incrementAndGet();
        nextBeat += 520;
      }
      assertThat(regained.getAsBoolean()).as("after %s ms", passed).isEqualTo(passed > 1040);
    }
  }

  private void passMillis(long millis) {
    now.addAndGet(Duration.ofMillis(millis).toNanos());
  }
}
