package dev.kahuna.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.OperatorEvent;
import dev.kahuna.step.Retries;
import dev.kahuna.step.Step;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The steps of all four services, looked at together. */
class SagaTest {
  @Test
  void thePageOfTheSagaIsFresh() throws IOException {
    GeneratedPage.holds("saga.md", SagaPage.of(Sagas.ALL));
  }

  @Test
  void everyAwaitedFactHasAMaker() {
    for (var step : Sagas.steps()) {
      for (var awaited : step.after()) {
        var made =
            OperatorEvent.class.isAssignableFrom(awaited.type())
                || Sagas.steps().stream()
                    .flatMap(maker -> maker.yields().stream())
                    .anyMatch(fact -> SagaPage.satisfies(fact, awaited));
        assertThat(made).as("%s waits for %s, which nobody makes", step.name(), awaited).isTrue();
      }
    }
  }

  /** A watch that has ended watches nothing, and a copy of hours must not fail for minutes. */
  @Test
  void whoWatchesNeverGivesUpAndWhoCopiesForHoursHasADay() {
    for (var step : Sagas.steps()) {
      var name = step.name();
      if (name.startsWith("watch-") || name.startsWith("await-") || name.startsWith("guard-")) {
        assertThat(step.retries()).as(name).isEqualTo(Retries.WATCHING);
      }
      if (step.limit().compareTo(Duration.ofHours(2)) > 0) {
        assertThat(step.retries().patience()).as(name).isGreaterThan(Duration.ofHours(12));
      }
    }
  }

  @Test
  void stepNamesAreUniqueAmongTheServices() {
    assertThat(Sagas.steps().stream().map(Step::name)).doesNotHaveDuplicates();
  }
}
