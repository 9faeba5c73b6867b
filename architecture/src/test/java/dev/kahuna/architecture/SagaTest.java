package dev.kahuna.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.cutover.CutoverApplication;
import dev.kahuna.event.OperatorEvent;
import dev.kahuna.monitor.MonitorApplication;
import dev.kahuna.provisioner.ProvisionerApplication;
import dev.kahuna.replica.ReplicaApplication;
import dev.kahuna.step.Saga;
import dev.kahuna.step.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The steps of all four services, looked at together. */
class SagaTest {
  private static final Path PAGE = Path.of("../docs/saga.md");

  private static final List<Saga> SAGAS =
      Stream.of(
              ProvisionerApplication.class,
              ReplicaApplication.class,
              MonitorApplication.class,
              CutoverApplication.class)
          .map(SagaTest::saga)
          .toList();

  /**
   * A service's steps, without starting it: nothing that they need does anything when it is made.
   */
  private static Saga saga(Class<?> application) {
    try (var context =
        new SpringApplicationBuilder(application)
            .web(WebApplicationType.NONE)
            .lazyInitialization(true)
            .properties(
                "spring.config.location=classpath:/kahuna-service.yaml",
                "spring.application.name=" + application.getSimpleName(),
                "spring.kafka.listener.auto-startup=false",
                "spring.kafka.bootstrap-servers=127.0.0.1:1",
                "kahuna.heroku.url=http://127.0.0.1:1")
            .run()) {
      return context.getBean(Saga.class);
    }
  }

  @Test
  void thePageOfTheSagaIsFresh() throws IOException {
    var drawn = SagaPage.of(SAGAS);
    if (Boolean.getBoolean("kahuna.write-pages")) {
      Files.writeString(PAGE, drawn);
    }
    assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
        .as("The steps have changed. Rewrite docs/saga.md: add -Dkahuna.write-pages=true")
        .isEqualTo(drawn);
  }

  @Test
  void everyAwaitedFactHasAMaker() {
    for (var step : steps()) {
      for (var awaited : step.after()) {
        var made =
            OperatorEvent.class.isAssignableFrom(awaited.type())
                || steps().stream()
                    .flatMap(maker -> maker.yields().stream())
                    .anyMatch(fact -> SagaPage.satisfies(fact, awaited));
        assertThat(made).as("%s waits for %s, which nobody makes", step.name(), awaited).isTrue();
      }
    }
  }

  @Test
  void stepNamesAreUniqueAmongTheServices() {
    assertThat(steps().stream().map(Step::name)).doesNotHaveDuplicates();
  }

  private List<Step> steps() {
    return SAGAS.stream().flatMap(saga -> saga.steps().stream()).toList();
  }
}
