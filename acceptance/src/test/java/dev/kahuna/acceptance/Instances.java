package dev.kahuna.acceptance;

import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.sandbox.service.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Stops and wakes one of two instances of a service, and measures the takeover. */
final class Instances {
  private Instances() {}

  /** Freezes a process, or lets it go on: {@code STOP} or {@code CONT}. */
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

  /** From a moment to the first fact that the service recorded after it. */
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
