package dev.kahuna.cutover.window;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.replication.CutoverLag;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.CutoverAborted;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.Leg;
import dev.kahuna.event.OperatorEvent.MigrationCancelled;
import dev.kahuna.event.StepFailed;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.StepOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The time in which the app may be down: when it begins, when it must end, why it is aborted. */
public final class Window {
  private final CutoverLag lag;
  private final Secrets secrets;
  private final Clock clock;

  public Window(CutoverDatabases databases, Secrets secrets, Clock clock) {
    this.lag = new CutoverLag(databases);
    this.secrets = secrets;
    this.clock = clock;
  }

  /** The last check before the app is affected. */
  public StepOutcome open(Migration migration, Leg leg) throws Exception {
    var saved = migration.get(CutoverPrepared.class, leg).apps().getFirst();
    var tooFar = lag.tooFar(migration, leg, PostgresUrl.parse(secrets.read(saved.oldValue())));
    if (tooFar.isPresent()) {
      return StepOutcome.notYet("waiting: " + tooFar.get(), Duration.ofMillis(300));
    }
    WindowSnapshot.keep(secrets, migration, leg);
    var now = clock.instant();
    var budget = Approval.policy(migration.request(), leg).maxUnavailability();
    return StepOutcome.done(
        new CutoverStarted(
            leg, migration.attempt(AttemptSeries.cutover(leg)), now, now.plus(budget)));
  }

  /** When the window is undone if it has not reached its pivot. */
  public static Optional<Instant> deadline(Migration migration, Leg leg) {
    return migration.find(CutoverStarted.class, leg.name()).map(CutoverStarted::deadline);
  }

  /** Since traffic was first touched, on this service's clock. */
  public long unavailableMillis(Migration migration, Leg leg) {
    var started = migration.get(CutoverStarted.class, leg).startedAt();
    return Duration.between(started, clock.instant()).toMillis();
  }

  /** Whether the current attempt can't continue, or must not. */
  public static boolean isLost(Migration migration, Leg leg) {
    return reason(migration, leg).isPresent();
  }

  /**
   * Decides to undo the window; this is a fact before the first act. If the pivot was decided and
   * only its fact is missing in the log, that fact is recorded instead: break-glass may already
   * have completed the window.
   */
  public StepOutcome abort(Migration migration, Leg leg) {
    if (WindowDirection.BACK.claim(secrets, migration, leg) == WindowDirection.FORWARD) {
      return StepOutcome.done(new PivotReached(leg, migration.attempt(AttemptSeries.cutover(leg))));
    }
    var reason = reason(migration, leg).orElse("its reason no longer holds");
    return StepOutcome.done(
        new CutoverAborted(leg, migration.attempt(AttemptSeries.cutover(leg)), reason));
  }

  /** How long ago the undo was decided. */
  static Duration sinceAborted(Migration migration, Leg leg, Instant now) {
    var decided = migration.logged(CutoverAborted.class, leg.name()).map(LoggedEvent::at);
    return Duration.between(decided.orElse(Instant.EPOCH), now);
  }

  private static Optional<String> reason(Migration migration, Leg leg) {
    return migration.holding().stream()
        .map(LoggedEvent::event)
        .filter(StepFailed.class::isInstance)
        .map(StepFailed.class::cast)
        .filter(failed -> failed.cutover().filter(c -> c.leg() == leg).isPresent())
        .findFirst()
        .map(failed -> failed.step() + ": " + failed.reason())
        .or(
            () ->
                migration
                    .find(MigrationCancelled.class)
                    .map(cancelled -> "cancelled: " + cancelled.reason()));
  }
}
