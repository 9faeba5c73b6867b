package dev.kahuna.standin.postgres;

import dev.kahuna.standin.aws.rds.ClusterEndpoint;
import dev.kahuna.standin.aws.rds.ClusterServer;
import dev.kahuna.standin.aws.rds.ClusterSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Aurora clusters: Postgres servers whose master user is no superuser and owns nothing that an
 * extension made, with certificates of a private authority. Storage, readers and failover are not
 * Aurora's.
 */
public final class AuroraServers implements ClusterServer, AutoCloseable {
  private static final int PORT = 5432;

  /** RDS sets it, and it can't be changed. */
  private static final String LOG_LINE_PREFIX = "%t:%r:%u@%d:[%p]:";

  private static final int PARAMETER_PRIVILEGES = 15;
  private static final int CREATE_SUBSCRIPTION = 16;

  private final PostgresServer.Machine machine;
  private final Path directory;
  private final Certificates.KeyPair authority;
  private final AtomicInteger number = new AtomicInteger();
  private final Map<String, PostgresServer> servers = new ConcurrentHashMap<>();

  /**
   * @param directory where the clusters and the authority's files are kept
   */
  public AuroraServers(PostgresServer.Machine machine, Path directory) throws IOException {
    this.machine = machine;
    this.directory = directory;
    this.authority = Certificates.authority(directory.resolve("ca"));
  }

  /** The authority's certificate, as PEM: what Amazon publishes as its bundle. */
  public Path authorityCertificate() {
    return authority.certificate();
  }

  @Override
  public ClusterEndpoint create(ClusterSpec cluster) throws IOException {
    var major = Integer.parseInt(cluster.engineVersion().split("\\.", 2)[0]);
    var address = Loopback.freeAddress(PORT);
    var server =
        PostgresServer.create(
            spec(cluster, major, address),
            machine,
            directory.resolve("c" + number.incrementAndGet()));
    servers.put(cluster.identifier(), server);
    server.tls(Certificates.signed(authority, server.home(), address));
    server.start();
    try {
      makeRoles(cluster, major, server);
    } catch (SQLException e) {
      throw new IOException(cluster + " could not be made: " + e.getMessage(), e);
    }
    return new ClusterEndpoint(address.getHostAddress(), PORT);
  }

  private static ServerSpec spec(ClusterSpec cluster, int major, InetAddress address) {
    return new ServerSpec(
        "aurora-" + cluster.identifier(),
        major,
        address,
        PORT,
        settings(cluster.parameters()),
        List.of("hostssl all all 0.0.0.0/0 scram-sha-256"),
        Map.of());
  }

  /** Aurora's own parameters decide; Postgres's are taken as they are, formulas left out. */
  private static Map<String, String> settings(Map<String, String> parameters) {
    var settings = new HashMap<String, String>();
    var logical = parameters.getOrDefault("rds.logical_replication", "0");
    settings.put("wal_level", logical.equals("1") ? "logical" : "replica");
    settings.put("max_connections", "200");
    settings.put("log_line_prefix", LOG_LINE_PREFIX);
    settings.put("max_worker_processes", "20");
    settings.put("max_logical_replication_workers", "12");
    settings.put("max_sync_workers_per_subscription", "4");
    parameters.forEach(
        (name, value) -> {
          if (!name.contains(".") && !name.startsWith("aur") && !value.contains("{")) {
            settings.put(name, value);
          }
        });
    return settings;
  }

  private static void makeRoles(ClusterSpec cluster, int major, PostgresServer server)
      throws IOException, SQLException {
    var names = Map.of("master", cluster.masterUsername(), "password", cluster.masterPassword());
    try (var superuser = server.superuser("postgres")) {
      SqlScript.read("aurora.sql", names).run(superuser);
      if (major >= PARAMETER_PRIVILEGES) {
        SqlScript.read("aurora-15.sql", names).run(superuser);
      }
      if (major >= CREATE_SUBSCRIPTION) {
        SqlScript.read("aurora-16.sql", names).run(superuser);
      }
      for (var database : List.of("template1", "postgres")) {
        try (var made = server.superuser(database)) {
          SqlScript.read("aurora-extensions.sql", Map.of()).run(made);
        }
      }
      var makes =
          cluster.database().equals("postgres")
              ? "aurora-default-database.sql"
              : "aurora-database.sql";
      SqlScript.read(
              makes, Map.of("master", cluster.masterUsername(), "database", cluster.database()))
          .run(superuser);
    }
  }

  /** The server of a cluster, to look at from outside. */
  public PostgresServer server(String identifier) {
    var server = servers.get(identifier);
    if (server == null) {
      throw new IllegalArgumentException("There is no cluster " + identifier);
    }
    return server;
  }

  @Override
  public Optional<Path> log(String identifier) {
    return Optional.ofNullable(servers.get(identifier)).map(PostgresServer::log);
  }

  @Override
  public void delete(String identifier) throws IOException {
    var server = servers.remove(identifier);
    if (server != null) {
      server.close();
    }
  }

  @Override
  public void close() throws IOException {
    for (var identifier : List.copyOf(servers.keySet())) {
      delete(identifier);
    }
  }
}
