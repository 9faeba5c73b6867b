package dev.kahuna.step;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.StepFailed;
import dev.kahuna.failure.FailureKind;
import dev.kahuna.lease.Lease;
import dev.kahuna.migration.Appender;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.step.StepOutcome.Done;
import dev.kahuna.step.StepOutcome.NotYet;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the due steps of one migration, each once at a time, and records their facts.
 *
 * <p>It changes no state itself: a step's fact takes effect when it comes back from the log. Until
 * then the step counts as running. An instance serves one migration for as long as this process
 * owns its partition.
 */
public final class MigrationRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MigrationRunner.class);

  private static final Duration AFTER_BLIND_WATCH = Duration.ofSeconds(30);

  private final Saga saga;
  private final Appender appender;
  private final Lease lease;
  private final StepExecution execution;
  private final StepEnvironment environment;
  private final Instant ownedSince;
  private final Map<String, Run> runs = new HashMap<>();
  private final Map<String, Instant> notBefore = new HashMap<>();
  private final Map<String, Instant> begunAt = new HashMap<>();
  private final Map<String, String> waiting = new HashMap<>();
  private Migration migration;
  private long foldedOffset = -1;
  private boolean closed;

  /** A step under way; once its fact is appended, it waits for the fact to come back. */
  private static final class Run {
    final Step step;
    final Instant begun;
    final Interruption interruption = new Interruption();
    long appendedAt = -1;

    Run(Step step, Instant begun) {
      this.step = step;
      this.begun = begun;
    }
  }

  /** Serves this migration; nothing starts before {@link #evaluate}. */
  public MigrationRunner(
      Saga saga, Migration migration, Appender appender, Lease lease, StepEnvironment environment) {
    this.saga = saga;
    this.migration = migration;
    this.appender = appender;
    this.environment = environment;
    this.lease = lease;
    this.execution = new StepExecution(environment, lease);
    this.ownedSince = environment.clock().instant();
  }

  /** The current state of the migration. */
  public synchronized Migration migration() {
    return migration;
  }

  /** Takes over what the log holds now, and starts what is due. */
  public synchronized void update(Migration newer, long offset) {
    migration = newer;
    foldedOffset = offset;
    evaluate();
  }

  /** Starts what is due and stops what is not; called whenever something may have changed. */
  public synchronized void evaluate() {
    if (closed || !lease.held()) {
      return;
    }
    runs.values().removeIf(run -> run.appendedAt >= 0 && run.appendedAt <= foldedOffset);
    runs.values().stream()
        .filter(run -> run.appendedAt < 0 && !run.step.due(migration))
        .forEach(run -> run.interruption.noLongerDue());
    for (var step : saga.steps()) {
      if (!runs.containsKey(step.name()) && step.due(migration) && mayStart(step)) {
        start(step);
      }
    }
  }

  private boolean mayStart(Step step) {
    var now = environment.clock().instant();
    if (!step.lane().isEmpty()
        && runs.values().stream().anyMatch(run -> run.step.lane().equals(step.lane()))) {
      return false;
    }
    if (now.isBefore(notBefore.getOrDefault(step.name(), Instant.MIN))
        || now.isBefore(ownedSince.plus(step.settle()))) {
      return false;
    }
    var reason = step.gate().waitingFor(migration, now);
    reason.ifPresentOrElse(
        r -> {
          if (!r.equals(waiting.put(step.name(), r))) {
            LOG.info("{} waiting: {}", migration, r);
            environment.report(migration.id(), step, "waiting: " + r);
          }
        },
        () -> waiting.remove(step.name()));
    return reason.isEmpty();
  }

  private void start(Step step) {
    if (!notBefore.containsKey(step.name()) && !step.yields().isEmpty()) {
      LOG.info("{} {}: {}", migration, step.name(), step.sentence());
      environment.report(migration.id(), step, step.sentence());
    }
    notBefore.remove(step.name());
    var begun = begunAt.computeIfAbsent(step.name(), name -> environment.clock().instant());
    var run = new Run(step, begun);
    runs.put(step.name(), run);
    var known = migration;
    Thread.ofVirtual().name(migration.id() + "/" + step.name()).start(() -> perform(run, known));
  }

  private void perform(Run run, Migration known) {
    try {
      switch (execution.run(run.step, known, run.interruption)) {
        case Done(var fact) -> say(run, fact, known);
        case NotYet notYet -> again(run, notYet, known);
      }
    } catch (StepExecution.Abandoned e) {
      finish(run);
    } catch (StepExecution.Failed e) {
      failed(run, e, known);
    } catch (Throwable e) {
      // Whatever the failure was, the run must end: it would occupy its lane forever.
      LOG.error("{} {}: {}", known, run.step.name(), environment.redactedTrace(e));
      postpone(run, environment.timing().afterUnknownAppend());
    }
  }

  /** A step that only watches never fails for good: it checks again later. */
  private void failed(Run run, StepExecution.Failed failure, Migration known) {
    if (run.step.yields().isEmpty()) {
      environment.report(known.id(), run.step, "could not check:  " + failure.reason());
      postpone(run, AFTER_BLIND_WATCH);
    } else {
      say(run, failure(run.step, failure.kind(), failure.reason(), known), known);
    }
  }

  private void say(Run run, MigrationEvent fact, Migration known) {
    if (!(fact instanceof StepFailed) && !run.step.makes(fact)) {
      var made = fact.getClass().getSimpleName();
      say(run, failure(run.step, FailureKind.BUG, "made a " + made, known), known);
      return;
    }
    try {
      LoggedEvent logged = appender.append(known.id(), fact);
      LOG.info("{} {}: {}", known.id(), run.step.name(), logged.shortName());
      environment.finished(known.id(), run.step, run.begun, fact);
      synchronized (this) {
        run.appendedAt = logged.offset();
        begunAt.remove(run.step.name());
        notifyAll();
        evaluate();
      }
    } catch (Appender.OwnershipLost e) {
      // Kafka is about to take the partition away, which closes this runner. Or else a process that
      // had lost the partition took the fence back; then we go on.
      LOG.warn("{} {}: {}", known.id(), run.step.name(), e.getMessage());
      postpone(run, environment.timing().afterLostFence());
    } catch (Appender.AppendFailed e) {
      // The fact may be in the log; if so, it comes back and the step is no longer due.
      LOG.warn("{} {}: {}; the step runs again", known.id(), run.step.name(), e.getMessage());
      postpone(run, environment.timing().afterUnknownAppend());
    }
  }

  private void again(Run run, NotYet notYet, Migration known) {
    environment.report(known.id(), run.step, notYet);
    postpone(run, notYet.recheckAfter());
  }

  private void postpone(Run run, Duration pause) {
    synchronized (this) {
      notBefore.put(run.step.name(), environment.clock().instant().plus(pause));
      runs.remove(run.step.name(), run);
      notifyAll();
      evaluate(); // The lane is free for other steps meanwhile.
    }
    var unused =
        environment
            .timer()
            .schedule(this::evaluate, Math.max(1, pause.toMillis()), TimeUnit.MILLISECONDS);
  }

  private void finish(Run run) {
    synchronized (this) {
      runs.remove(run.step.name(), run);
      notifyAll();
      evaluate();
    }
  }

  private static StepFailed failure(
      Step step, FailureKind kind, String reason, Migration migration) {
    return new StepFailed(
        step.name(),
        migration.attempt(AttemptSeries.step(step.name())),
        kind,
        reason,
        step.window()
            .map(
                leg ->
                    new StepFailed.CutoverAttempt(
                        leg, migration.attempt(AttemptSeries.cutover(leg)))));
  }

  /**
   * Starts no more steps and interrupts those that run; later results are dropped. A step of a lane
   * is not interrupted, since its call would continue at the server: without the lease the step
   * ends after that call. See {@link #awaitLanes}.
   */
  @Override
  public synchronized void close() {
    closed = true;
    runs.values().stream()
        .filter(run -> run.step.lane().isEmpty())
        .forEach(run -> run.interruption.noLongerDue());
  }

  /** After {@link #close}: waits until no step of a lane runs, or interrupts it. */
  public synchronized void awaitLanes(Duration limit) throws InterruptedException {
    var deadline = System.nanoTime() + limit.toNanos();
    while (runs.values().stream().anyMatch(MigrationRunner::occupiesLane)) {
      var left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0) {
        runs.values().forEach(run -> run.interruption.noLongerDue());
        return;
      }
      wait(left);
    }
  }

  private static boolean occupiesLane(Run run) {
    return !run.step.lane().isEmpty() && run.appendedAt < 0;
  }
}
