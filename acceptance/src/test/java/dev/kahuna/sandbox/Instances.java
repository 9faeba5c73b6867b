package dev.kahuna.sandbox;

import static org.awaitility.Awaitility.await;

import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.sandbox.service.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Two instances of cutover-service, and which of them serves the migration. */
final class Instances {
  private final Path logs;
  private final ServiceProcess first;
  private final ServiceProcess second;

  Instances(Cloud cloud) throws IOException {
    logs = cloud.logs();
    first = cloud.services().first(FaultyMigration.SERVICE);
    second = cloud.services().second(FaultyMigration.SERVICE);
    cloud.services().awaitReady();
  }

  /** The instance that said a fact, as its own log tells. */
  ServiceProcess whoSaid(LoggedEvent fact) {
    await().atMost(Duration.ofSeconds(5)).until(() -> said("", fact) || said("-2", fact));
    return said("", fact) ? first : second;
  }

  private boolean said(String instance, LoggedEvent fact) {
    try {
      return Files.readString(logs.resolve(FaultyMigration.SERVICE + instance + ".log"))
          .contains(": " + fact.shortName());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops a process in its tracks, or lets it go on: {@code STOP} or {@code CONT}. */
  static void signal(ServiceProcess process, String signal) {
    try {
      var pid = String.valueOf(process.handle().pid());
      new ProcessBuilder("kill", "-" + signal, pid).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** From a moment to the first fact that the service said after it. */
  static Duration untilNextFact(Instant from, List<LoggedEvent> history) {
    return history.stream()
        .filter(fact -> fact.source().equals(FaultyMigration.SERVICE))
        .map(LoggedEvent::at)
        .filter(at -> at.isAfter(from))
        .min(Instant::compareTo)
        .map(at -> Duration.between(from, at))
        .orElseThrow();
  }
}
