package dev.kahuna.replica.copy;

import dev.kahuna.database.Database;
import dev.kahuna.database.MigrationDatabases;
import dev.kahuna.event.HostRole;
import dev.kahuna.migration.Migration;
import dev.kahuna.migration.SecretNames;
import dev.kahuna.postgres.CopyConnection;
import dev.kahuna.postgres.Credentials;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.secret.Passwords;
import dev.kahuna.secret.Secrets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * The databases of the copy: the source of the rows, the target, and the replica that the target
 * will follow.
 *
 * @param scratch a database on the target in place of the one that the app will use
 */
public record CopyEndpoints(
    MigrationDatabases databases, Secrets secrets, Optional<String> scratch) {
  /** How long a server may be silent during and at the end of a table's copy. */
  private static final Duration ANSWER = Duration.ofMinutes(10);

  /** How long the target may be silent while it builds an index or validates a foreign key. */
  private static final Duration LONGEST_STATEMENT = Duration.ofDays(7);

  /**
   * Overrides settings that are meant for the app's own sessions and could change or end the copy.
   */
  public static final PostgresOptions OPTIONS =
      PostgresOptions.of("copy")
          .answeringWithin(ANSWER)
          .with("statement_timeout", "0")
          .with("idle_in_transaction_session_timeout", "0")
          .with("search_path", "pg_catalog")
          .with("IntervalStyle", "postgres")
          .with("bytea_output", "hex");

  private static final PostgresOptions ON_TARGET = OPTIONS.with("lock_timeout", "60s");

  /** For rows: a crash of the target that loses a chunk loses the chunk's journal line with it. */
  public static final PostgresOptions ROWS = ON_TARGET.with("synchronous_commit", "off");

  /** Of the migration itself. */
  public CopyEndpoints(MigrationDatabases databases, Secrets secrets) {
    this(databases, secrets, Optional.empty());
  }

  /** The same with another database on the target. */
  public CopyEndpoints onTarget(String database) {
    return new CopyEndpoints(databases, secrets, Optional.of(database));
  }

  public AppDatabase app(Migration migration) {
    return AppDatabase.of(migration);
  }

  /**
   * The app's database where it is copied from, as superuser: on the frozen standby, or on the
   * promoted replica if there is none.
   */
  public Connection source(Migration migration) throws SQLException {
    return onSourceHost(migration).open(OPTIONS);
  }

  /** The host of the source. */
  public static HostRole sourceHost(Migration migration) {
    return migration.request().hasStandby() ? HostRole.STANDBY : HostRole.REPLICA;
  }

  /** The app's database on the standby, as superuser. */
  public Connection standby(Migration migration) throws SQLException {
    return databases.standby(migration).named(app(migration).name()).open(OPTIONS);
  }

  private Database onSourceHost(Migration migration) {
    var host =
        migration.request().hasStandby()
            ? databases.standby(migration)
            : databases.replica(migration);
    return host.named(app(migration).name());
  }

  /** The app's database on the promoted replica, as superuser. */
  public Connection replica(Migration migration) throws SQLException {
    return onReplica(migration).open(OPTIONS);
  }

  private Database onReplica(Migration migration) {
    return databases.replica(migration).named(app(migration).name());
  }

  /** The target, as its master user. */
  public Connection target(Migration migration) throws SQLException {
    return targetDatabase(migration).open(ON_TARGET);
  }

  /** The target, as the app's role, which then owns what is created. */
  public Connection targetAsOwner(Migration migration) throws SQLException {
    var target = targetDatabase(migration);
    return new Database(target.endpoint(), owner(migration), target.trust())
        .open(OPTIONS.answeringWithin(LONGEST_STATEMENT));
  }

  private Database targetDatabase(Migration migration) {
    var target = databases.target(migration);
    return scratch.map(target::named).orElse(target);
  }

  /** The app's role on the target; its password is generated when first asked for. */
  public Credentials.Password owner(Migration migration) {
    var password = secrets.keep(migration.id(), SecretNames.APP_PASSWORD, Passwords::generate);
    return new Credentials.Password(app(migration).owner(), secrets.read(password));
  }

  /** From the frozen standby to the target. */
  public CopyPath path(Migration migration) {
    return new Path(migration, onSourceHost(migration)) {
      @Override
      public void check(Connection source) throws SQLException {
        FrozenStandby.check(source, migration);
      }
    };
  }

  /** From a source that goes on replaying. */
  public CopyPath samplePath(Migration migration) {
    return new Path(migration, onSourceHost(migration));
  }

  /** From the promoted replica, which the app writes to, to the target. */
  public CopyPath pathFromReplica(Migration migration) {
    return new Path(migration, onReplica(migration));
  }

  private class Path implements CopyPath {
    private final Migration migration;
    private final Database from;

    Path(Migration migration, Database from) {
      this.migration = migration;
      this.from = from;
    }

    @Override
    public CopyConnection source() throws SQLException {
      return from.openForCopy(OPTIONS);
    }

    @Override
    public CopyConnection target() throws SQLException {
      return targetDatabase(migration).openForCopy(ROWS);
    }

    @Override
    public void check(Connection source) throws SQLException {}
  }
}
