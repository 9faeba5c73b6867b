package dev.kahuna.standin.postgres;

import dev.kahuna.standin.process.ChildProcesses;
import dev.kahuna.standin.process.PostgresUser;
import dev.kahuna.standin.process.RandomPasswords;
import dev.kahuna.standin.process.Shell;
import dev.kahuna.standin.process.Signals;
import dev.kahuna.standin.process.StateDirectory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** A real Postgres server in a directory of its own, with TLS and SCRAM passwords only. */
public final class PostgresServer implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
  private static final int LOG_TAIL = 2_000;

  /** The operating system's side of every server here. */
  public record Machine(PostgresBinaries binaries, PostgresUser user, ChildProcesses processes) {}

  private final ServerSpec spec;
  private final Machine machine;
  private final Path home;
  private final String superuserPassword;
  private Optional<Process> postmaster = Optional.empty();

  private PostgresServer(ServerSpec spec, Machine machine, Path home, String superuserPassword) {
    this.spec = spec;
    this.machine = machine;
    this.home = home;
    this.superuserPassword = superuserPassword;
  }

  /**
   * Makes a new cluster, not started yet.
   *
   * @param home a directory for it that does not exist: data, log, socket, certificate
   */
  public static PostgresServer create(ServerSpec spec, Machine machine, Path home)
      throws IOException {
    machine.user().makeDirectory(home);
    var server = new PostgresServer(spec, machine, home, RandomPasswords.generate());
    server.initialise();
    server.prepare();
    return server;
  }

  /**
   * A server over a base backup of this one, with the same superuser; not started yet.
   *
   * @param restoredHome has the base backup in {@code data}
   */
  public PostgresServer restored(ServerSpec restored, Path restoredHome) throws IOException {
    var server = new PostgresServer(restored, machine, restoredHome, superuserPassword);
    server.prepare();
    return server;
  }

  private void prepare() throws IOException {
    tls(Certificates.selfSigned(home, spec.address()));
    configure(spec.settings());
    write(data().resolve("pg_hba.conf"), String.join("\n", access()) + "\n");
  }

  private void initialise() throws IOException {
    var passwordFile = home.resolve("password");
    write(passwordFile, superuserPassword + "\n");
    Shell.run(
        machine
            .user()
            .command(
                List.of(
                    program("initdb"),
                    "--pgdata=" + data(),
                    "--username=postgres",
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C.UTF-8",
                    "--no-sync")),
        home,
        Map.of("LC_ALL", "C.UTF-8"),
        START_LIMIT);
    Files.delete(passwordFile);
  }

  /** Uses this key and certificate from the next start on. */
  public void tls(Certificates.KeyPair pair) throws IOException {
    for (var file : List.of(pair.key(), pair.certificate())) {
      machine.user().own(file);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
  }

  /** Writes {@code postgresql.conf}: what every server has, and over it these settings. */
  public void configure(Map<String, String> settings) throws IOException {
    var all = new LinkedHashMap<String, String>();
    all.put("listen_addresses", spec.address().getHostAddress());
    all.put("port", Integer.toString(spec.port()));
    all.put("unix_socket_directories", home.toString());
    all.put("ssl", "on");
    all.put("ssl_cert_file", home.resolve("server.crt").toString());
    all.put("ssl_key_file", home.resolve("server.key").toString());
    all.put("password_encryption", "scram-sha-256");
    all.put("log_timezone", "UTC");
    all.put("timezone", "UTC");
    all.put("shared_buffers", "64MB");
    all.putAll(settings);
    var lines = new StringBuilder();
    all.forEach(
        (name, value) -> lines.append("%s = '%s'%n".formatted(name, value.replace("'", "''"))));
    write(data().resolve("postgresql.conf"), lines.toString());
  }

  private List<String> access() {
    var lines = new ArrayList<>(spec.access());
    lines.add("local all postgres scram-sha-256");
    lines.add("hostssl all postgres 127.0.0.0/8 scram-sha-256");
    return lines;
  }

  /** Starts it and waits until it answers; fails with the end of its log if it does not. */
  public void start() throws IOException {
    var builder =
        new ProcessBuilder(
                machine.user().command(List.of(program("postgres"), "-D", data().toString())))
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin");
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().putAll(spec.environment());
    var process = machine.processes().start(spec.name(), builder);
    postmaster = Optional.of(process);
    awaitAnswer(process);
  }

  private void awaitAnswer(Process process) throws IOException {
    var deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (true) {
      try {
        superuser("postgres").close();
        return;
      } catch (SQLException e) {
        if (endedWithin(process, Duration.ofMillis(50))) {
          throw new IOException(spec + " did not start: " + logTail());
        }
        if (System.nanoTime() > deadline) {
          throw new IOException(
              spec
                  + " does not answer "
                  + START_LIMIT.toSeconds()
                  + " s after its start: "
                  + e.getMessage()
                  + "; its log ends: "
                  + logTail());
        }
      }
    }
  }

  /** Stops it, ending sessions ("fast"); harmless if it does not run. */
  public void stop() throws IOException {
    if (postmaster.isEmpty() || !postmaster.get().isAlive()) {
      return;
    }
    var process = postmaster.get();
    Signals.send("INT", process.pid());
    if (!endedWithin(process, STOP_LIMIT)) {
      Signals.send("QUIT", process.pid());
      endedWithin(process, STOP_LIMIT);
    }
  }

  private static boolean endedWithin(Process process, Duration limit) throws IOException {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while Postgres started or stopped");
    }
  }

  /** Whether its postmaster is alive. */
  public boolean running() {
    return postmaster.filter(Process::isAlive).isPresent();
  }

  /** A session of the superuser {@code postgres}. */
  public Connection superuser(String database) throws SQLException {
    return connect(database, "postgres", superuserPassword);
  }

  /** Runs statements as the superuser, each in its own transaction. */
  public void execute(String database, String... statements) throws SQLException {
    try (var session = superuser(database);
        var statement = session.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** A session over TLS. */
  public Connection connect(String database, String user, String password) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("sslmode", "require");
    properties.setProperty("connectTimeout", "10");
    // A fence and the counts of an app's sessions spare sessions with this prefix.
    properties.setProperty("ApplicationName", "kahuna-sandbox");
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d/%s"
            .formatted(spec.address().getHostAddress(), spec.port(), database),
        properties);
  }

  /** What makes Postgres's own programs connect as the superuser, over TLS. */
  public Map<String, String> clientEnvironment(String database) {
    return Map.of(
        "PGHOST",
        spec.address().getHostAddress(),
        "PGPORT",
        String.valueOf(spec.port()),
        "PGDATABASE",
        database,
        "PGUSER",
        "postgres",
        "PGPASSWORD",
        superuserPassword,
        "PGSSLMODE",
        "require");
  }

  /** The superuser's way to a database as {@code postgres://…}; a secret. */
  public String superuserUrl(String database) {
    return "postgres://postgres:%s@%s:%d/%s?sslmode=require"
        .formatted(superuserPassword, spec.address().getHostAddress(), spec.port(), database);
  }

  public ServerSpec spec() {
    return spec;
  }

  /** The directory of its data, log, socket and certificate. */
  public Path home() {
    return home;
  }

  /** PGDATA. */
  public Path data() {
    return home.resolve("data");
  }

  public Path log() {
    return home.resolve("postgres.log");
  }

  /** The end of its log, for messages. */
  public String logTail() throws IOException {
    if (!Files.exists(log())) {
      return "(no log)";
    }
    var text = Files.readString(log());
    return text.substring(Math.max(0, text.length() - LOG_TAIL)).strip();
  }

  private String program(String name) throws IOException {
    return machine.binaries().serverPrograms(spec.major()).resolve(name).toString();
  }

  private void write(Path file, String text) throws IOException {
    Files.writeString(file, text);
    machine.user().own(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  @Override
  public void close() throws IOException {
    stop();
    StateDirectory.deleteTree(home);
  }
}
