package dev.kahuna.cutover.database;

import dev.kahuna.database.Database;
import dev.kahuna.database.MigrationDatabases;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.Leg;
import dev.kahuna.event.Site;
import dev.kahuna.lease.SessionTiming;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.BareSession;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.postgres.Trust;
import dev.kahuna.secret.Secrets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Opens the databases between which the app moves, each in the app's own database, with sessions
 * that may write in spite of a read-only default. Every wait on them ends within seconds.
 */
public class CutoverDatabases {
  private static final String STATEMENT_TIMEOUT = "statement_timeout";

  /** How much longer the client waits for an answer than a statement may run at the server. */
  private static final Duration ON_THE_WAY = Duration.ofSeconds(1);

  private static final PostgresOptions OPTIONS =
      limited(SessionTiming.DEFAULT.callTimeout()).with("default_transaction_read_only", "off");

  private static final Duration BARE_LIMIT = Duration.ofSeconds(5);

  /** For a statement that reads a whole table and sends nothing meanwhile. */
  private static final PostgresOptions LONG =
      OPTIONS.answeringWithin(Duration.ofHours(2).plusMinutes(1));

  /** For reading an index of a terabyte. */
  private static final PostgresOptions ALL_DAY =
      OPTIONS.answeringWithin(Duration.ofDays(1).plusMinutes(1)).with(STATEMENT_TIMEOUT, "1d");

  private final MigrationDatabases databases;
  private final Secrets secrets;
  private final PostgresOptions options;
  private final PostgresOptions appOptions;

  /** For a process outside Kafka's consumer groups, such as the operator's. */
  public CutoverDatabases(MigrationDatabases databases, Secrets secrets) {
    this(databases, secrets, SessionTiming.DEFAULT.callTimeout());
  }

  /**
   * Opens sessions for steps that must end before another instance may act.
   *
   * @param longestStatement limit of a statement at the server, unless a session says otherwise
   */
  public CutoverDatabases(
      MigrationDatabases databases, Secrets secrets, Duration longestStatement) {
    this.databases = databases;
    this.secrets = secrets;
    this.appOptions = limited(longestStatement);
    this.options = appOptions.with("default_transaction_read_only", "off");
  }

  private static PostgresOptions limited(Duration longestStatement) {
    return PostgresOptions.of("cutover")
        .connectingWithin(Duration.ofSeconds(3))
        .answeringWithin(longestStatement.plus(ON_THE_WAY))
        .with(STATEMENT_TIMEOUT, longestStatement.toMillis() + "ms");
  }

  /** The URL by which the apps found their database on Heroku, from the first preparation on. */
  public PostgresUrl herokuUrl(Migration migration) {
    var saved = migration.get(CutoverPrepared.class, Leg.TO_REPLICA).apps().getFirst();
    return PostgresUrl.parse(secrets.read(saved.oldValue()));
  }

  /** Heroku's database while the app is still on it and nothing is prepared yet. */
  public Connection heroku(PostgresUrl url) throws SQLException {
    return Database.onHeroku(url).open(options);
  }

  /** The same for a catalog of many tables, whose statements the session must limit. */
  public Connection herokuForLongReading(PostgresUrl url) throws SQLException {
    return Database.onHeroku(url).open(LONG);
  }

  /** Heroku's database as its owner. */
  public Connection heroku(Migration migration) throws SQLException {
    return Database.onHeroku(herokuUrl(migration)).open(options);
  }

  /** The replica as superuser, in the database that has the name it has on Heroku. */
  public Connection replica(Migration migration) throws SQLException {
    return replica(migration, herokuUrl(migration).endpoint().database());
  }

  /** The replica as superuser, where nothing is prepared yet. */
  public Connection replica(Migration migration, String database) throws SQLException {
    return databases.replica(migration).named(database).open(options);
  }

  /** The standby as superuser, in any database: enough for reading its replay. */
  public Connection standby(Migration migration) throws SQLException {
    return databases.standby(migration).open(options);
  }

  /** The replica as superuser, in any database: enough for reading its replay. */
  public Connection replay(Migration migration) throws SQLException {
    return databases.replica(migration).open(options);
  }

  /** Aurora as its master user. */
  public Connection target(Migration migration) throws SQLException {
    return databases.target(migration).open(options);
  }

  /**
   * Aurora as its master user, in a database that is never the app's, so that the app's can be
   * dropped. A statement may take an hour.
   */
  public Connection targetCluster(Migration migration) throws SQLException {
    return databases
        .target(migration)
        .named("template1")
        .open(LONG.with(STATEMENT_TIMEOUT, "60min"));
  }

  /** Where Aurora is and how Kahuna logs in to it. */
  public Database targetAt(Migration migration) {
    return databases.target(migration);
  }

  /** The role with which the apps log in to Aurora. */
  public String appRole(Migration migration) {
    var url = secrets.read(migration.get(CutoverPrepared.class, Leg.TO_AURORA).newUrl());
    return PostgresUrl.parse(url).credentials().user();
  }

  /** The database in which the app lives at that site, as Kahuna. */
  public Connection open(Migration migration, Site site) throws SQLException {
    return switch (site) {
      case HEROKU -> heroku(migration);
      case REPLICA -> replica(migration);
      case AURORA -> target(migration);
    };
  }

  /** The databases of a leg: the one that the app leaves, then the one that it moves to. */
  public Connections both(Migration migration, Leg leg) throws Exception {
    return Connections.open(() -> open(migration, leg.from()), () -> open(migration, leg.to()));
  }

  /** Replica and Aurora, whose statements may take hours and must be limited by their session. */
  public Connections forLongReading(Migration migration) throws Exception {
    var database = herokuUrl(migration).endpoint().database();
    return Connections.open(
        () -> databases.replica(migration).named(database).open(LONG),
        () -> databases.target(migration).open(LONG));
  }

  /**
   * Heroku's database, and the host whose indexes are read: the standby, or the replica where there
   * is none. Statements may take hours.
   */
  public Connections toCheck(Migration migration, PostgresUrl heroku) throws Exception {
    var host =
        migration.request().hasStandby()
            ? databases.standby(migration)
            : databases.replica(migration);
    return Connections.open(
        () -> Database.onHeroku(heroku).open(LONG.with(STATEMENT_TIMEOUT, "60s")),
        () -> host.named(heroku.endpoint().database()).open(ALL_DAY));
  }

  /** The promoted replica, where a statement may take minutes. */
  public Connection toRebuild(Migration migration) throws SQLException {
    return databases
        .replica(migration)
        .named(herokuUrl(migration).endpoint().database())
        .open(LONG.with(STATEMENT_TIMEOUT, "5min"));
  }

  /**
   * The database that the app moves to in this leg, with the app's login: the settings of its role
   * and database apply.
   */
  public Connection asTheApp(Migration migration, Leg leg, PostgresUrl url) throws SQLException {
    return new Database(url.endpoint(), url.credentials(), trust(migration, leg.to()))
        .open(appOptions);
  }

  /** The app's login at a site, without a setting of the client. */
  public BareSession bare(Migration migration, Site site, PostgresUrl url) throws SQLException {
    return new Database(url.endpoint(), url.credentials(), trust(migration, site))
        .openBare(BARE_LIMIT);
  }

  /** The replica as superuser, without a setting of the client. */
  public BareSession bareReplica(Migration migration, String database) throws SQLException {
    return databases.replica(migration).named(database).openBare(BARE_LIMIT);
  }

  /** Aurora as its master user, without a setting of the client. */
  public BareSession bareTarget(Migration migration) throws SQLException {
    return databases.target(migration).openBare(BARE_LIMIT);
  }

  private Trust trust(Migration migration, Site site) {
    return switch (site) {
      case HEROKU -> new Trust.Unverified();
      case REPLICA -> databases.replica(migration).trust();
      case AURORA -> databases.target(migration).trust();
    };
  }
}
