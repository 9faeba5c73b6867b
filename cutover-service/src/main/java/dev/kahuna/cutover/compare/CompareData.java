package dev.kahuna.cutover.compare;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.database.Poll;
import dev.kahuna.cutover.replication.ReplicationEnd;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.DataCompared;
import dev.kahuna.event.Leg;
import dev.kahuna.failure.Unavailable;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.Queries;
import dev.kahuna.step.StepOutcome;
import dev.kahuna.telemetry.Progress;
import dev.kahuna.telemetry.Telemetry;
import dev.kahuna.telemetry.Telemetry.StepReported;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Compares replica and Aurora before the app notices: catalogs first, then every row. It takes as
 * long as it needs and leaves nothing behind, so an interrupted run simply starts again.
 */
public final class CompareData {
  /** The name of the step. */
  public static final String NAME = "compare-data";

  private static final Leg LEG = Leg.TO_AURORA;
  private static final Duration AFTER_DIFFERENCE = Duration.ofSeconds(10);
  private static final int ROWS_OF_CHUNK = 10_000;
  private static final Queries SQL = Queries.of(CompareData.class);

  /** Far longer than the lag of a replication that has caught up. */
  private static final Poll APPLIED =
      new Poll(Duration.ofMillis(10), Duration.ofMillis(500), Duration.ofMinutes(10));

  private final CutoverDatabases databases;
  private final SameSchema sameSchema;
  private final BiConsumer<String, Telemetry> telemetry;
  private final Clock clock;

  public CompareData(
      CutoverDatabases databases, BiConsumer<String, Telemetry> telemetry, Clock clock) {
    this.databases = databases;
    this.sameSchema = new SameSchema(databases);
    this.telemetry = telemetry;
    this.clock = clock;
  }

  public StepOutcome run(Migration migration) throws Exception {
    var differs = sameSchema.difference(migration, LEG);
    if (differs.isPresent()) {
      return StepOutcome.notYet("waiting: " + differs.get(), AFTER_DIFFERENCE);
    }
    var began = clock.instant();
    var attempt = migration.attempt(AttemptSeries.cutover(LEG));
    var comparison = migration.attempt(AttemptSeries.COMPARISON);
    var marker = "%s-compare-%d".formatted(migration.id(), attempt);
    try (var fence = databases.both(migration, LEG);
        var data = databases.forLongReading(migration)) {
      var tables =
          CatalogDifference.none(data.get(0), data.get(1), ReplicationEnd.name(LEG)).stream()
              .filter(table -> !table.isOwn())
              .toList();
      var compared =
          new DataComparison(
                  data.get(0),
                  data.get(1),
                  applied(fence.get(0), fence.get(1), marker),
                  ROWS_OF_CHUNK,
                  progress -> report(migration, progress))
              .run(tables);
      var unlogged = UnloggedTables.withRows(data.get(0));
      var millis = Duration.between(began, clock.instant()).toMillis();
      return StepOutcome.done(
          new DataCompared(
              LEG,
              attempt,
              comparison,
              compared.tables(),
              compared.rows(),
              compared.chunks(),
              compared.again(),
              UnjudgedRows.capped(
                  Stream.of(unlogged, compared.unjudged()).flatMap(List::stream).toList()),
              millis));
    }
  }

  /** Writes a row and waits until it can be read on the target: changes arrive in commit order. */
  public static Replicated applied(Connection source, Connection target, String marker) {
    return () -> {
      var written = SQL.one(source, "move-marker", row -> row.getString(1), marker);
      if (!APPLIED.until(() -> hasArrived(target, marker, written))) {
        throw new Unavailable(
            "Aurora did not apply the replica's changes within %d minutes"
                .formatted(APPLIED.limit().toMinutes()));
      }
    };
  }

  private static boolean hasArrived(Connection target, String marker, String written)
      throws SQLException {
    return SQL.one(target, "marker-moved", row -> row.getBoolean(1), marker, written);
  }

  private void report(Migration migration, Progress progress) {
    telemetry.accept(
        migration.id(),
        new StepReported(
            clock.instant(),
            NAME,
            "comparing every row of replica and Aurora",
            Optional.of(progress)));
  }
}
