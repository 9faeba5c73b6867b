package dev.kahuna.sandbox.cloud;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What the user may choose about the cloud. */
public final class CloudOptions {
  private static final int DEBIANS_POSTGRES = 15;

  @Option(
      names = "--source-version",
      paramLabel = "MAJOR",
      defaultValue = "15",
      description = "PostgreSQL of the Heroku database, 10 to 18 (${DEFAULT-VALUE}).")
  public int sourceVersion;

  @Option(
      names = "--target-version",
      paramLabel = "MAJOR",
      defaultValue = "17",
      description = "PostgreSQL of Aurora, 17 or 18 (${DEFAULT-VALUE}).")
  public int targetVersion;

  @Option(
      names = "--app",
      paramLabel = "DIR",
      description =
          "An app with a Procfile instead of RandoNumba. Its web process answers POST /draws with"
              + " 201 once the request is stored in the table draws(request_id).")
  Optional<Path> app = Optional.empty();

  @Option(
      names = "--source-sql",
      paramLabel = "FILE",
      description = "SQL to load into the Heroku database first, such as a pg_dump.")
  public Optional<Path> sourceSql = Optional.empty();

  @Option(
      names = "--standby",
      paramLabel = "host|none",
      defaultValue = "host",
      description =
          "What follows the replica (${DEFAULT-VALUE}); with none the subscription copies the data.")
  String standby = "host";

  @Option(
      names = "--hosts",
      paramLabel = "light|booted",
      defaultValue = "light",
      description =
          "What EC2 instances are (${DEFAULT-VALUE}): processes and a directory each, or a Debian"
              + " that boots, which needs root, Docker and Debian's packages.")
  String hosts = "light";

  public boolean booted() {
    return hosts.equals("booted");
  }

  /** Whether services reach Kafka, and everybody the source, through proxies that can fail. */
  public boolean faultProxies;

  /** What the tenant is that is there from the beginning. */
  public TenantOptions tenant() {
    return new TenantOptions(sourceVersion, targetVersion, sourceSql, !standby.equals("none"));
  }

  /** What is wrong with the choice, a sentence each. */
  public List<String> problems() {
    var problems = new ArrayList<String>();
    if (sourceVersion < 10 || sourceVersion > 18) {
      problems.add("--source-version must be 10 to 18, not %d.".formatted(sourceVersion));
    }
    if (targetVersion < 17 || targetVersion > 18) {
      problems.add("--target-version must be 17 or 18, not %d.".formatted(targetVersion));
    }
    if (sourceVersion > targetVersion) {
      problems.add(
          "--target-version %d is older than --source-version %d; choose a newer target."
              .formatted(targetVersion, sourceVersion));
    }
    if (!List.of("host", "none").contains(standby)) {
      problems.add("--standby must be host or none, not %s.".formatted(standby));
    }
    if (!List.of("light", "booted").contains(hosts)) {
      problems.add("--hosts must be light or booted, not %s.".formatted(hosts));
    }
    if (booted() && sourceVersion != DEBIANS_POSTGRES) {
      problems.add(
          "--hosts booted needs --source-version %d: the hosts install Debian's own Postgres."
              .formatted(DEBIANS_POSTGRES));
    }
    app.map(directory -> directory.resolve("Procfile"))
        .filter(file -> !Files.isReadable(file))
        .ifPresent(file -> problems.add("--app: there is no Procfile %s.".formatted(file)));
    sourceSql
        .filter(file -> !Files.isReadable(file))
        .ifPresent(file -> problems.add("--source-sql: %s can't be read.".formatted(file)));
    return problems;
  }
}
