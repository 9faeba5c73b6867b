package dev.kahuna.standin.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WriteGapTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  void theLongestPauseThatOverlapsTheSpanCounts() {
    var writes = at(0, 20, 5000, 5020, 6000, 6020, 20_000);
    assertThat(WriteGap.longest(writes, second(1), second(6))).contains(Duration.ofMillis(4980));
    assertThat(WriteGap.longest(writes, second(5.5), second(6))).contains(Duration.ofMillis(980));
  }

  @Test
  void theOrderOfArrivalDoesNotMatter() {
    assertThat(WriteGap.longest(at(5000, 0, 20), second(1), second(2)))
        .contains(Duration.ofMillis(4980));
  }

  @Test
  void withoutAWriteOnBothSidesThereIsNoGapToTell() {
    assertThat(WriteGap.longest(at(0, 20), second(1), second(2))).isEmpty();
    assertThat(WriteGap.longest(List.of(), second(1), second(2))).isEmpty();
  }

  private static Instant second(double seconds) {
    return NOON.plusMillis((long) (seconds * 1000));
  }

  private static List<Acknowledgement> at(long... millis) {
    return LongStream.of(millis)
        .mapToObj(ms -> new Acknowledgement(UUID.randomUUID(), NOON.plusMillis(ms)))
        .toList();
  }
}
