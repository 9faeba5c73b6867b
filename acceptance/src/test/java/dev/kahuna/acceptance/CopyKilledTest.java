package dev.kahuna.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.event.ReplicaEvent.SchemaCopied;
import dev.kahuna.fault.Survives;
import dev.kahuna.migration.Migration;
import dev.kahuna.sandbox.cloud.Cloud;
import dev.kahuna.sandbox.report.Tables;
import dev.kahuna.standin.postgres.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The service that copies the rows, killed over and over in one migration. */
@Tag("faults")
@ResourceLock(FaultyMigration.CLOUD)
@OwnCloud
@ExtendWith(CloudExtension.class)
class CopyKilledTest {
  private static final int KILLS = 10;
  private static final int PIECES = 100;
  private static final int ROWS_OF_A_PIECE = 4000;
  private static final int SEED = 31;

  /** Each of its tables is large enough for a transaction of its own. */
  private static final String PIECES_SQL =
      """
      DO $$
      BEGIN
        FOR piece IN 1..%d LOOP
          EXECUTE format('CREATE TABLE piece_%%s (id int PRIMARY KEY, body text)', piece);
          EXECUTE format(
            'INSERT INTO piece_%%s SELECT n, repeat(md5((n * %%s)::text), 15) FROM generate_series(1, %d) n',
            piece, piece);
        END LOOP;
      END
      $$;
      """
          .formatted(PIECES, ROWS_OF_A_PIECE);

  @TempDir private Path directory;

  @Test
  @Survives(
      fault = 31,
      done = "replica-service killed ten times, each time after some more chunks were copied",
      held = "every table row for row equal, each chunk once in the journal, none missing")
  void tenTimesAtRandomMomentsOfTheCopy(FaultyMigration migration) throws Exception {
    var sql = Files.writeString(directory.resolve("pieces.sql"), PIECES_SQL);
    migration.source().load(sql);
    migration.source().pushBaseBackup();
    var kills = new CompletableFuture<List<Integer>>();
    migration.request(
        "120s",
        now -> {
          if (now.history().getLast().event() instanceof SchemaCopied) {
            kills.completeAsync(() -> kill(migration.cloud(), now));
          }
        });
    var end = Goal.reach(migration, m -> m.has(MigrationCompleted.class));
    System.out.printf("copyKilledAtChunks %s%n", kills.join());
    assertThat(kills.join()).hasSize(KILLS).isSorted();
    Goal.checkGuarantees(migration);
    var target = target(migration.cloud(), end);
    var database = end.get(TargetCreated.class).database();
    try (var source = migration.source().superuser();
        var aurora = target.superuser(database)) {
      var compared = Tables.compare(source, aurora);
      assertThat(compared.different()).isEmpty();
      assertThat(compared.compared()).isGreaterThanOrEqualTo(PIECES);
    }
    assertThat(
            ask(
                target,
                database,
                "SELECT sum(rows) FROM kahuna.copied_chunks WHERE relation LIKE 'piece%'"))
        .isEqualTo(PIECES * ROWS_OF_A_PIECE);
    assertThat(
            ask(
                target,
                database,
                """
                SELECT count(*)
                FROM (SELECT relation
                      FROM kahuna.copied_chunks
                      GROUP BY schema, relation
                      HAVING count(*) <> max(chunks)) incomplete"""))
        .isZero();
  }

  /**
   * Kills as often as it is to be killed.
   *
   * @return how many chunks were in the journal each time
   */
  private static List<Integer> kill(Cloud cloud, Migration migration) {
    var random = new Random(SEED);
    var target = target(cloud, migration);
    var database = migration.get(TargetCreated.class).database();
    var kills = new ArrayList<Integer>();
    var copied = 0;
    for (var kill = 0; kill < KILLS; kill++) {
      var enough = copied + 1 + random.nextInt(4);
      await()
          .pollInterval(Duration.ofMillis(2))
          .pollDelay(Duration.ZERO)
          .atMost(Duration.ofMinutes(2))
          .until(() -> chunks(target, database) >= enough);
      cloud.services().first("replica-service").kill();
      copied = chunks(target, database);
      kills.add(copied);
    }
    return kills;
  }

  private static int chunks(PostgresServer target, String database) {
    try {
      return ask(target, database, "SELECT count(*) FROM kahuna.copied_chunks");
    } catch (SQLException e) {
      throw new IllegalStateException("the target can't be asked", e);
    }
  }

  private static int ask(PostgresServer target, String database, String sql) throws SQLException {
    try (var connection = target.superuser(database);
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getInt(1);
    }
  }

  private static PostgresServer target(Cloud cloud, Migration migration) {
    return cloud.aurora().server(migration.get(TargetCreated.class).cluster());
  }
}
