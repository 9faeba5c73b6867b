package dev.kahuna.monitor.olddatabase;

import dev.kahuna.database.MigrationDatabases;
import dev.kahuna.database.SourceMarks;
import dev.kahuna.event.Site;
import dev.kahuna.event.SourceMark;
import dev.kahuna.migration.Migration;
import dev.kahuna.monitor.watch.ReconnectingSession;
import dev.kahuna.monitor.watch.SourceDatabases;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Queries a database that the app has left, over one connection that stays open. */
final class OldDatabaseProbe implements AutoCloseable {
  private static final Queries SQL = Queries.of(OldDatabaseProbe.class);
  private static final SourceMark UNMOVED = new SourceMark(0, 0, 0);
  private static final PostgresOptions OPTIONS =
      PostgresOptions.of("monitor").answeringWithin(Duration.ofSeconds(10));

  private final MigrationDatabases databases;
  private final SourceDatabases sources;
  private final Migration migration;
  private final Site site;
  private final ReconnectingSession session = new ReconnectingSession(this::open);

  /**
   * @param sessions of everybody but Kahuna and superusers
   * @param fenced whether new sessions are still unable to write
   * @param mark moves with every write of a client; never on the replica, where no client can log
   *     in and Aurora's changes are replicated
   */
  record Look(long sessions, boolean fenced, SourceMark mark) {}

  OldDatabaseProbe(
      MigrationDatabases databases, SourceDatabases sources, Migration migration, Site site) {
    this.databases = databases;
    this.sources = sources;
    this.migration = migration;
    this.site = site;
  }

  Look look() throws SQLException, InterruptedException {
    return session.ask(this::look);
  }

  private Look look(Connection connection) throws SQLException {
    var isReplica = site == Site.REPLICA;
    var mark = isReplica ? UNMOVED : SourceMarks.read(connection);
    return SQL.one(
        connection,
        isReplica ? "replica-fence" : "default-fence",
        r -> new Look(r.getLong(1), r.getBoolean(2), mark));
  }

  private Connection open() throws SQLException, InterruptedException {
    return switch (site) {
      case HEROKU -> sources.of(migration).open(OPTIONS);
      case REPLICA -> databases.replica(migration).open(OPTIONS);
      case AURORA -> databases.target(migration).open(OPTIONS);
    };
  }

  @Override
  public void close() {
    session.close();
  }
}
