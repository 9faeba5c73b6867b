package dev.kahuna.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.loop.LoopState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopHealthTest {
  @ParameterizedTest
  @CsvSource({
    "OWNS_PARTITIONS, UP",
    "STANDS_BY, UP",
    "STARTING, OUT_OF_SERVICE",
    "TAKEOVER_FAILS, OUT_OF_SERVICE",
    "UNANSWERED, DOWN",
    "STOPPED, DOWN"
  })
  void eachStateOfTheLoopHasAStatusAndASentence(LoopState state, String status) {
    var health = LoopHealth.of(state);
    assertThat(health.getStatus().getCode()).isEqualTo(status);
    assertThat(health.getDetails()).containsEntry("loop", state.sentence());
  }
}
