package dev.kahuna.postgres;

import dev.kahuna.broker.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real Postgres server on 127.0.0.1 with TLS and SCRAM, for one test or one test class. The
 * superuser {@code postgres} has the password {@code postgres} and may log in with a client
 * certificate of the name {@code kahuna} too. Ends with the JVM, however that ends.
 *
 * <pre>{@code
 * try (var publisher = TestPostgres.of(15).set("wal_level", "logical").start()) {
 *   publisher.execute("CREATE TABLE t (id int PRIMARY KEY)");
 * }
 * }</pre>
 */
public final class TestPostgres implements AutoCloseable {

  private static final String SUPERUSER = "postgres";
  // Ends the server when this JVM does, by the end of the pipe that it reads.
  private static final String WATCHED =
      "\"$@\" </dev/null & server=$!; read -r _; kill -INT \"$server\" 2>/dev/null; wait \"$server\"";

  private final int major;
  private final Path directory;
  private final TestCertificates certificates;
  private final int port = FreePort.next();
  private Process process;

  private TestPostgres(Builder builder) {
    this.major = builder.major;
    this.directory = TestDirectories.create("kahuna-test-pg-");
    this.certificates = new TestCertificates(directory);
    var data = new TestPostgresData(major, directory);
    builder.primary.ifPresentOrElse(data::copyFrom, data::copyTemplate);
    builder.walSegmentMib.ifPresent(data::resizeWalSegments);
    data.write("postgresql.auto.conf", builder.settings(this));
    data.write("pg_hba.conf", builder.hba());
    data.write("pg_ident.conf", "kahuna kahuna postgres\n");
    data.own();
    process = launch();
    if (builder.primary.isEmpty()) {
      execute("ALTER ROLE postgres PASSWORD 'postgres'");
    }
  }

  /** Postgres 15 with its defaults, running. */
  public static TestPostgres start() {
    return of(15).start();
  }

  public static Builder of(int major) {
    return new Builder(major);
  }

  /** Collects what the server shall be, before it is started. */
  public static final class Builder {

    private final int major;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> rules = new ArrayList<>();

    private Optional<TestPostgres> primary = Optional.empty();
    private Optional<Integer> walSegmentMib = Optional.empty();

    private Builder(int major) {
      this.major = major;
      set("fsync", "off").set("shared_buffers", "16MB").set("ssl", "on");
      set("listen_addresses", "127.0.0.1").set("password_encryption", "scram-sha-256");
      set("log_line_prefix", "%t %a ")
          .set("timezone", "UTC")
          .set("dynamic_shared_memory_type", "mmap");
    }

    public Builder set(String setting, String value) {
      settings.put(setting, value);
      return this;
    }

    /** A line of pg_hba.conf before the usual ones. */
    public Builder hba(String rule) {
      rules.add(rule);
      return this;
    }

    /** WAL in segments of another size than 16 MiB, a power of two (11 or later). */
    public Builder walSegments(int mebibytes) {
      walSegmentMib = Optional.of(mebibytes);
      return this;
    }

    /** A hot standby that streams from a server of the same major version (12 or later). */
    public Builder following(TestPostgres server) {
      primary = Optional.of(server);
      set("primary_conninfo", server.overSocket() + " application_name=standby");
      return set("wal_receiver_status_interval", "1");
    }

    public TestPostgres start() {
      return new TestPostgres(this);
    }

    private String settings(TestPostgres server) {
      set("port", String.valueOf(server.port));
      set("unix_socket_directories", server.directory.toString());
      set("ssl_cert_file", server.directory.resolve("server.crt").toString());
      set("ssl_key_file", server.directory.resolve("server.key").toString());
      set("ssl_ca_file", server.directory.resolve("ca.crt").toString());
      return settings.entrySet().stream()
          .map(s -> s.getKey() + " = '" + s.getValue().replace("'", "''") + "'\n")
          .collect(Collectors.joining());
    }

    private String hba() {
      var usual =
          Stream.of(
              "hostssl all postgres 127.0.0.1/32 cert map=kahuna",
              "hostssl replication postgres 127.0.0.1/32 cert map=kahuna");
      var byPassword =
          Stream.of(
              "hostssl all all 127.0.0.1/32 scram-sha-256",
              "hostssl replication all 127.0.0.1/32 scram-sha-256",
              "local all all trust",
              "local replication all trust");
      return Stream.of(rules.stream(), usual, byPassword)
          .flatMap(lines -> lines)
          .collect(Collectors.joining("\n", "", "\n"));
    }
  }

  public PostgresEndpoint endpoint() {
    return new PostgresEndpoint("127.0.0.1", port, "postgres");
  }

  /** The superuser's, with the client certificate. */
  public Credentials credentials() {
    return clientCertificate(SUPERUSER, "kahuna");
  }

  public Credentials clientCertificate(String user, String commonName) {
    return new Credentials.ClientCertificate(user, certificates.client(commonName));
  }

  public Trust trust() {
    return new Trust.Pinned(certificates.server());
  }

  public TestCertificates certificates() {
    return certificates;
  }

  public Path data() {
    return TestPostgresData.in(directory);
  }

  /** A connection of the superuser to the database {@code postgres}. */
  public Connection open() throws SQLException {
    return Databases.open(endpoint(), credentials(), trust(), PostgresOptions.of("test"));
  }

  /** Runs statements as superuser, each in its own transaction. */
  public void execute(String... statements) {
    try (var connection = open();
        var statement = connection.createStatement()) {
      for (var sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column of the first row, as text. */
  public String query(String sql) {
    try (var connection = open();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public String log() {
    try {
      return Files.readString(directory.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the stopped server again on the same data and port. */
  public void restart() {
    stop();
    process = launch();
  }

  /** Ends the server as {@code kill -9} would; {@link #restart} starts it again. */
  public void kill() {
    var file = data().resolve("postmaster.pid");
    try {
      var server = Long.parseLong(Files.readString(file).lines().findFirst().orElseThrow());
      var processes =
          ProcessHandle.of(server).stream()
              .flatMap(postmaster -> Stream.concat(Stream.of(postmaster), postmaster.descendants()))
              .toList();
      processes.forEach(ProcessHandle::destroyForcibly);
      // One that still ends would hold the shared memory, and the server would not start again.
      Awaitility.await("the end of the processes of " + directory)
          .until(() -> processes.stream().noneMatch(TestPostgres::hasMemory));
      stop();
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A process that has ended may be listed until its parent notices, without a directory. */
  private static boolean hasMemory(ProcessHandle process) {
    return Files.exists(Path.of("/proc", String.valueOf(process.pid()), "cwd"));
  }

  public void stop() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
    TestDirectories.delete(directory);
  }

  /** How a program of this machine logs in as the superuser. */
  String overSocket() {
    return "host=%s port=%d user=%s".formatted(directory, port, SUPERUSER);
  }

  private Process launch() {
    var command = new ArrayList<>(List.of("sh", "-c", WATCHED, "sh"));
    command.add(TestPostgresBinaries.directory(major).resolve("postgres").toString());
    command.addAll(List.of("-D", data().toString()));
    var program =
        new ProcessBuilder(TestPostgresBinaries.asServerUser(command))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()));
    // A subscription's worker looks for client certificates at home, and root's is closed to it.
    program.environment().put("HOME", directory.toString());
    try {
      var started = program.start();
      Awaitility.await("Postgres " + major + " ready in " + directory)
          .atMost(20, TimeUnit.SECONDS)
          .pollInterval(20, TimeUnit.MILLISECONDS)
          .until(() -> isReady() || !started.isAlive());
      if (!started.isAlive()) {
        throw new IllegalStateException("Postgres ended instead of starting. Its log:\n" + log());
      }
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last line of postmaster.pid tells, from Postgres 10 on. */
  private boolean isReady() throws IOException {
    var pid = data().resolve("postmaster.pid");
    return Files.exists(pid) && Files.readString(pid).contains("ready");
  }
}
