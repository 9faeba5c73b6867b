package dev.kahuna.step;

import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.StepFailed;
import dev.kahuna.lease.SessionTiming;
import dev.kahuna.telemetry.Telemetry;
import dev.kahuna.telemetry.Telemetry.StepFinished;
import dev.kahuna.telemetry.Telemetry.StepReported;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * The environment in which every step of a service runs and reports its progress.
 *
 * @param telemetry takes a migration's id and a sample; never blocks, never throws
 * @param redaction removes secrets from a text before it is shown
 */
public record StepEnvironment(
    Clock clock,
    SessionTiming timing,
    ScheduledExecutorService timer,
    FailureClassifier classifier,
    MeterRegistry meters,
    BiConsumer<String, Telemetry> telemetry,
    UnaryOperator<String> redaction) {

  void report(String migration, Step step, String sentence) {
    telemetry.accept(
        migration, new StepReported(clock.instant(), step.name(), sentence, Optional.empty()));
  }

  void report(String migration, Step step, StepOutcome.NotYet notYet) {
    if (!step.yields().isEmpty()) {
      telemetry.accept(
          migration,
          new StepReported(clock.instant(), step.name(), notYet.sentence(), notYet.progress()));
    }
  }

  void retrying(String migration, Step step, int attempt, Throwable failure) {
    Counter.builder("kahuna.step.retries")
        .description("Attempts of a step that failed and are repeated")
        .tag("step", step.name())
        .register(meters)
        .increment();
    var cause = redact(String.valueOf(failure.getMessage()));
    report(migration, step, "retrying (%d): %s".formatted(attempt, cause));
  }

  void finished(String migration, Step step, Instant begun, MigrationEvent fact) {
    var took = Duration.between(begun, clock.instant());
    var outcome = fact instanceof StepFailed failed ? failed.kind().name() : "DONE";
    Timer.builder("kahuna.step")
        .description("Time from when a step was due to the fact that it recorded")
        .tag("step", step.name())
        .tag("outcome", outcome)
        .register(meters)
        .record(took);
    telemetry.accept(
        migration,
        new StepFinished(
            clock.instant(),
            step.name(),
            took.toMillis(),
            MigrationEvent.wireName(fact.getClass())));
  }

  /** A failure with its stack trace, for the log. */
  String redactedTrace(Throwable failure) {
    var trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace, true));
    return redact(trace.toString());
  }

  String redact(String text) {
    return redaction.apply(text);
  }
}
