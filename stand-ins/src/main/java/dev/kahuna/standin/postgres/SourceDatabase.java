package dev.kahuna.standin.postgres;

import dev.kahuna.standin.archive.ArchiveAccess;
import dev.kahuna.standin.archive.BaseBackupPush;
import dev.kahuna.standin.archive.WalG;
import dev.kahuna.standin.process.RandomPasswords;
import dev.kahuna.standin.process.Shell;
import dev.kahuna.standin.tool.ToolServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A database as Heroku runs it for a customer: an owner who is no superuser, WAL shipped to an
 * archive in S3 every minute, TLS with a certificate that nobody vouches for.
 */
public final class SourceDatabase implements AutoCloseable {
  private static final int PORT = 5432;
  private static final Duration LOAD_LIMIT = Duration.ofMinutes(30);

  private final PostgresServer server;
  private final PostgresBinaries binaries;
  private final ArchiveAccess archive;
  private final String database;
  private final String owner;
  private final String password = RandomPasswords.generate();
  private final Runnable archiveTool;

  private SourceDatabase(
      PostgresServer server,
      PostgresBinaries binaries,
      ArchiveAccess archive,
      Runnable archiveTool) {
    this.server = server;
    this.binaries = binaries;
    this.archive = archive;
    this.archiveTool = archiveTool;
    this.database = "d" + RandomPasswords.name(13);
    this.owner = "u" + RandomPasswords.name(13);
  }

  /** Makes and starts the database; WAL goes to the archive from the first segment on. */
  public static SourceDatabase start(
      int major, PostgresServer.Machine machine, Path home, ArchiveAccess archive, ToolServer tools)
      throws IOException, SQLException {
    var walG = home.resolve("bin").resolve("wal-g");
    var environment = new HashMap<>(archive.environment());
    environment.put("PGDATA", home.resolve("data").toString());
    var spec =
        new ServerSpec(
            "heroku-postgres",
            major,
            Loopback.freeAddress(PORT),
            PORT,
            settings(walG),
            List.of("hostssl all all 0.0.0.0/0 scram-sha-256"),
            environment);
    var server = PostgresServer.create(spec, machine, home);
    var archiveTool = tools.install(walG, new WalG(machine.user()));
    var source = new SourceDatabase(server, machine.binaries(), archive, archiveTool);
    server.start();
    source.makeDatabase();
    return source;
  }

  private static Map<String, String> settings(Path walG) {
    return Map.of(
        "wal_level", "replica",
        "archive_mode", "on",
        "archive_timeout", "60",
        "archive_command", "\"" + walG + "\" wal-push \"%p\"",
        "max_connections", "120",
        "max_wal_senders", "10",
        "log_statement", "none");
  }

  private void makeDatabase() throws IOException, SQLException {
    var names = Map.of("owner", owner, "password", password, "database", database);
    try (var superuser = server.superuser("postgres")) {
      SqlScript.read("source.sql", names).run(superuser);
    }
    try (var superuser = server.superuser(database)) {
      new SqlScript(List.of("ALTER SCHEMA public OWNER TO \"" + owner + "\"")).run(superuser);
      SqlScript.read("provider.sql", names).run(superuser);
    }
  }

  /**
   * Loads a file of SQL as the owner, by {@code psql}, because dumps have psql's own commands.
   *
   * @throws IOException with psql's message if it fails, and the database is then half loaded
   */
  public void load(Path sql) throws IOException {
    var psql =
        binaries
            .clientPrograms(server.spec().major())
            .map(bin -> bin.resolve("psql").toString())
            .orElse("psql");
    try {
      Shell.run(
          List.of(psql, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", sql.toAbsolutePath().toString()),
          Path.of("/"),
          Map.of(
              "PGHOST",
              server.spec().address().getHostAddress(),
              "PGPORT",
              Integer.toString(PORT),
              "PGDATABASE",
              database,
              "PGUSER",
              owner,
              "PGPASSWORD",
              password,
              "PGSSLMODE",
              "require"),
          LOAD_LIMIT);
    } catch (IOException e) {
      throw new IOException(
          "%s could not be loaded as the source database, as an owner who is no superuser: %s"
              .formatted(sql, e.getMessage()),
          e);
    }
  }

  /** Takes a base backup into the archive, with the WAL that makes it consistent. */
  public String pushBaseBackup() throws IOException, SQLException {
    try (var superuser = server.superuser("postgres")) {
      return new BaseBackupPush(archive, Clock.systemUTC()).push(superuser, server.data());
    }
  }

  /** The value of the app's {@code DATABASE_URL}. A secret. */
  public String databaseUrl() {
    return "postgres://%s:%s@%s:%d/%s"
        .formatted(owner, password, server.spec().address().getHostAddress(), PORT, database);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return new InetSocketAddress(server.spec().address(), PORT);
  }

  /** A session of the owner. */
  public Connection owner() throws SQLException {
    return server.connect(database, owner, password);
  }

  /** A session of the superuser, whom Heroku's customers never are, in the same database. */
  public Connection superuser() throws SQLException {
    return server.superuser(database);
  }

  public PostgresServer server() {
    return server;
  }

  public String databaseName() {
    return database;
  }

  public String ownerName() {
    return owner;
  }

  @Override
  public void close() throws IOException {
    server.close();
    archiveTool.run();
  }
}
