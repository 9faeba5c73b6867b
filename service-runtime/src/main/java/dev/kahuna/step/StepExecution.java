package dev.kahuna.step;

import dev.kahuna.failure.FailureKind;
import dev.kahuna.lease.Lease;
import dev.kahuna.lease.LeaseLost;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.PostgresFailures;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a step's work: limited in time, retried while something is unreachable. */
final class StepExecution {
  private static final Logger LOG = LoggerFactory.getLogger(StepExecution.class);
  private static final double JITTER = 0.3;

  private final StepEnvironment environment;
  private final Lease lease;

  /** What kept each unfinished step from its goal when it last ran, by the step's name. */
  private final Map<String, String> lastHindrance = new ConcurrentHashMap<>();

  StepExecution(StepEnvironment environment, Lease lease) {
    this.environment = environment;
    this.lease = lease;
  }

  /** The step is no longer due, or no longer ours: its outcome is not needed. */
  static final class Abandoned extends Exception {}

  /** The work failed for good. */
  static final class Failed extends Exception {
    private final FailureKind kind;
    private final String reason;

    Failed(FailureKind kind, String reason, Throwable cause) {
      super(reason, cause);
      this.kind = kind;
      this.reason = reason;
    }

    FailureKind kind() {
      return kind;
    }

    String reason() {
      return reason;
    }
  }

  /** The time for one run, or for the whole step, is over. */
  private static final class OutOfTime extends RuntimeException {
    OutOfTime(String message) {
      super(message);
    }

    OutOfTime(String message, Throwable cause) {
      super(message, cause);
    }
  }

  StepOutcome run(Step step, Migration migration, Interruption interruption)
      throws Abandoned, Failed {
    var retry = retry(step, migration, interruption);
    try {
      return retry.executeCallable(() -> once(step, migration, interruption));
    } catch (Throwable failure) {
      if (interruption.isNotDue()) {
        throw new Abandoned();
      }
      if (failure instanceof LeaseLost) {
        LOG.warn("{} {} begins again: {}", migration, step.name(), failure.getMessage());
        environment.report(migration.id(), step, "begins again: " + failure.getMessage());
        throw new Abandoned();
      }
      var failed = failed(step, migration, failure);
      lastHindrance.remove(step.name());
      throw failed;
    }
  }

  private Failed failed(Step step, Migration migration, Throwable failure) {
    var kind = kind(failure);
    var reason = environment.redact(sentence(kind, failure));
    if (kind == FailureKind.BUG) {
      LOG.error("{} {} failed: {}", migration, step.name(), environment.redactedTrace(failure));
    } else {
      LOG.warn("{} {} failed: {}", migration, step.name(), reason);
    }
    return new Failed(kind, reason, failure);
  }

  private static String sentence(FailureKind kind, Throwable failure) {
    var setting =
        failure instanceof SQLException sql
            ? PostgresFailures.missingSetting(sql)
            : Optional.<String>empty();
    if (setting.isPresent()) {
      return setting.get();
    }
    var message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
    return kind == FailureKind.BUG ? failure.getClass().getSimpleName() + ": " + message : message;
  }

  private FailureKind kind(Throwable failure) {
    return failure instanceof OutOfTime
        ? FailureKind.UNAVAILABLE
        : environment.classifier().kind(failure);
  }

  private Retry retry(Step step, Migration migration, Interruption interruption) {
    var retries = step.retries();
    var config =
        RetryConfig.<StepOutcome>custom()
            .maxAttempts(retries.attempts())
            .intervalFunction(
                IntervalFunction.ofExponentialRandomBackoff(
                    retries.first(), 2.0, JITTER, retries.longest()))
            .retryOnException(
                e ->
                    !interruption.isNotDue()
                        && !(e instanceof LeaseLost)
                        && (retries.everything() || kind(e) == FailureKind.UNAVAILABLE)
                        && remaining(step, migration).isPositive())
            .build();
    var retry = Retry.of(step.name(), config);
    retry
        .getEventPublisher()
        .onRetry(
            e ->
                environment.retrying(
                    migration.id(), step, e.getNumberOfRetryAttempts(), e.getLastThrowable()));
    return retry;
  }

  /** The time that the step's own limit and its deadline leave. */
  private Duration remaining(Step step, Migration migration) {
    return step.deadline()
        .apply(migration)
        .map(deadline -> Duration.between(environment.clock().instant(), deadline))
        .filter(left -> left.compareTo(step.limit()) < 0)
        .orElse(step.limit());
  }

  private StepOutcome once(Step step, Migration migration, Interruption interruption)
      throws Exception {
    var limit = remaining(step, migration);
    if (!limit.isPositive()) {
      throw new OutOfTime("the time for %s is over%s".formatted(step.name(), lastHindrance(step)));
    }
    if (!interruption.begin()) {
      throw new Abandoned();
    }
    var alarm =
        environment
            .timer()
            .schedule(interruption::timeIsOver, limit.toMillis(), TimeUnit.MILLISECONDS);
    try {
      var outcome = lease.during(() -> step.work().run(migration));
      remember(step, outcome);
      return outcome;
    } catch (Exception e) {
      if (interruption.wasOutOfTime()) {
        throw new OutOfTime(
            "%s took longer than %s s%s"
                .formatted(step.name(), limit.toMillis() / 1000.0, lastHindrance(step)),
            e);
      }
      lastHindrance.put(step.name(), sentence(kind(e), e));
      throw e;
    } finally {
      alarm.cancel(false);
      interruption.end();
    }
  }

  private void remember(Step step, StepOutcome outcome) {
    switch (outcome) {
      case StepOutcome.Done done -> lastHindrance.remove(step.name());
      case StepOutcome.NotYet notYet -> lastHindrance.put(step.name(), notYet.sentence());
    }
  }

  /** The limit alone says nothing of the cause. */
  private String lastHindrance(Step step) {
    return Optional.ofNullable(lastHindrance.get(step.name()))
        .map(said -> ". Before that: " + said)
        .orElse("");
  }
}
