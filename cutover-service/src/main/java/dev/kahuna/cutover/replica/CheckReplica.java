package dev.kahuna.cutover.replica;

import dev.kahuna.cutover.app.HerokuApps;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.index.CollationProbe;
import dev.kahuna.cutover.index.IndexOrder;
import dev.kahuna.cutover.index.IndexOrder.Verdict;
import dev.kahuna.cutover.index.IndexesInWindow;
import dev.kahuna.cutover.index.Libraries;
import dev.kahuna.cutover.index.TextIndex;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.ReplicaChecked;
import dev.kahuna.event.ReplicaEvent.ReplicaStarted;
import dev.kahuna.failure.Rejected;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.postgres.Queries;
import dev.kahuna.step.StepOutcome;
import dev.kahuna.telemetry.Progress;
import dev.kahuna.telemetry.Telemetry;
import dev.kahuna.telemetry.Telemetry.StepReported;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Checks, before the app notices, what can be checked only on the replica's host: whether it has
 * every library, and whether the indexes over text are in the order that this host's libraries give
 * them. A misordered index misses rows and admits duplicates.
 *
 * <p>Indexes are read on the standby if there is one. Its replay is paused meanwhile, or conflicts
 * with the replay would cancel a query after half a minute.
 */
public final class CheckReplica {
  /** The name of the step. */
  public static final String NAME = "check-replica";

  private static final Queries SQL = Queries.of(CheckReplica.class);

  private final CutoverDatabases databases;
  private final HerokuApps apps;
  private final BiConsumer<String, Telemetry> telemetry;
  private final Clock clock;

  public CheckReplica(
      CutoverDatabases databases,
      HerokuApps apps,
      BiConsumer<String, Telemetry> telemetry,
      Clock clock) {
    this.databases = databases;
    this.apps = apps;
    this.telemetry = telemetry;
    this.clock = clock;
  }

  public StepOutcome run(Migration migration) throws Exception {
    var heroku = apps.currentUrl(migration);
    requireLibraries(migration, heroku);
    try (var servers = databases.toCheck(migration, heroku)) {
      var source = servers.get(0);
      var host = servers.get(1);
      var indexes = TextIndex.all(host);
      var collations =
          indexes.stream().flatMap(i -> i.collations().stream()).collect(Collectors.toSet());
      var differing = CollationProbe.differing(source, host, collations);
      var readable = indexes.stream().filter(TextIndex::isBtree).toList();
      var verdicts = read(migration, host, readable);
      var checked =
          new ReplicaChecked(
              heroku.endpoint().database(),
              heroku.credentials().user(),
              migration.get(ReplicaStarted.class).attempt(),
              migration.attempt(AttemptSeries.CHECK),
              readable.size(),
              indexes.stream().map(TextIndex::file).toList(),
              verdicts.getOrDefault(Verdict.MISORDERED, List.of()),
              verdicts.getOrDefault(Verdict.UNPROVEN, List.of()),
              differing);
      IndexesInWindow.of(indexes, checked).requireFit(migration, differing);
      return StepOutcome.done(checked);
    }
  }

  private void requireLibraries(Migration migration, PostgresUrl heroku) throws SQLException {
    try (var replica = databases.replica(migration, heroku.endpoint().database())) {
      var missing = Libraries.missing(replica);
      if (!missing.isEmpty()) {
        throw new Rejected(
            "The replica host lacks the libraries of %s: install their packages on both hosts, such as postgresql-%d-%s, and retry"
                .formatted(
                    String.join(", ", missing),
                    migration.get(ReplicaStarted.class).majorVersion(),
                    missing.getFirst()));
      }
    }
  }

  private Map<Verdict, List<String>> read(
      Migration migration, Connection host, List<TextIndex> indexes) throws SQLException {
    var verdicts = new EnumMap<Verdict, List<String>>(Verdict.class);
    var order = new IndexOrder(host);
    var total = indexes.stream().mapToLong(TextIndex::bytes).sum();
    long read = 0;
    for (var index : indexes) {
      SQL.run(host, "pause-replay");
      try {
        verdicts.computeIfAbsent(order.of(index), v -> new ArrayList<>()).add(index.name());
      } finally {
        SQL.run(host, "resume-replay");
      }
      read += index.bytes();
      report(migration, new Progress(read, total, "bytes"));
    }
    return verdicts;
  }

  private void report(Migration migration, Progress progress) {
    telemetry.accept(
        migration.id(),
        new StepReported(
            clock.instant(), NAME, "reading the indexes over text", Optional.of(progress)));
  }
}
