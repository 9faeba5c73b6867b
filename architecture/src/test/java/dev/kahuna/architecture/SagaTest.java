package dev.kahuna.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.OperatorEvent;
import dev.kahuna.step.Step;
import java.io.IOException;
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

  @Test
  void stepNamesAreUniqueAmongTheServices() {
    assertThat(Sagas.steps().stream().map(Step::name)).doesNotHaveDuplicates();
  }
}
