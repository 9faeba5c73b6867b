package dev.kahuna.acceptance;

import dev.kahuna.cutover.CutoverApplication;
import dev.kahuna.event.CutoverEvent.CutoverAborted;
import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.CutoverEvent.ReverseReplicationDropped;
import dev.kahuna.event.CutoverEvent.WritesRestored;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.step.Saga;
import dev.kahuna.step.Step;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The steps of cutover-service, as it declares them itself. */
final class CutoverSaga {
  /** What only an undone window, or the end of the way back, says. */
  private static final Set<Class<? extends MigrationEvent>> ASTRAY =
      Set.of(
          CutoverAborted.class,
          WritesRestored.class,
          CutoverUndone.class,
          ReverseReplicationDropped.class);

  private CutoverSaga() {}

  /** The steps of both cutovers that all goes well with, in order, to the migration's end. */
  static List<Step> thereSteps() {
    return straight().filter(step -> !isWayBack(step)).toList();
  }

  /** The steps of the way back. */
  static List<Step> backSteps() {
    return straight().filter(CutoverSaga::isWayBack).toList();
  }

  private static boolean isWayBack(Step step) {
    return step.yields().getFirst().about().equals("BACK_TO_REPLICA");
  }

  private static Stream<Step> straight() {
    return saga().steps().stream()
        .filter(step -> !step.yields().isEmpty())
        .filter(step -> !ASTRAY.contains(step.yields().getFirst().type()));
  }

  /** Without starting the service: nothing that the steps need does anything when it is made. */
  private static Saga saga() {
    try (var context =
        new SpringApplicationBuilder(CutoverApplication.class)
            .web(WebApplicationType.NONE)
            .lazyInitialization(true)
            .properties(
                "spring.config.location=classpath:/kahuna-service.yaml",
                "spring.application.name=cutover-service",
                "spring.kafka.listener.auto-startup=false",
                "spring.kafka.bootstrap-servers=127.0.0.1:1",
                "kahuna.heroku.url=http://127.0.0.1:1")
            .run()) {
      return context.getBean(Saga.class);
    }
  }
}
