package dev.kahuna.architecture;

import dev.kahuna.cutover.CutoverApplication;
import dev.kahuna.monitor.MonitorApplication;
import dev.kahuna.provisioner.ProvisionerApplication;
import dev.kahuna.replica.ReplicaApplication;
import dev.kahuna.step.Saga;
import dev.kahuna.step.Step;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** The steps of all four services. */
final class Sagas {
  static final List<Saga> ALL =
      Stream.of(
              ProvisionerApplication.class,
              ReplicaApplication.class,
              MonitorApplication.class,
              CutoverApplication.class)
          .map(Sagas::saga)
          .toList();

  private Sagas() {}

  static List<Step> steps() {
    return ALL.stream().flatMap(saga -> saga.steps().stream()).toList();
  }

  /** A service's steps, without starting it: what they need does nothing when it is made. */
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
}
