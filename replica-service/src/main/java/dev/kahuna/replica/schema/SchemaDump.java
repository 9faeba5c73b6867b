package dev.kahuna.replica.schema;

import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.migration.Migration;
import dev.kahuna.replica.copy.CopyEndpoints;
import dev.kahuna.replica.ssh.HostScript;
import dev.kahuna.replica.ssh.SshHosts;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The schema of the server from which the rows are copied, dumped by pg_dump on its host, which has
 * the matching version. Without event triggers: only superusers make them, so they are Heroku's and
 * Kahuna's, and Aurora would refuse them.
 */
public record SchemaDump(CopyEndpoints endpoints, SshHosts hosts) {
  private static final HostScript DUMP = HostScript.of(SchemaDump.class, "dump-schema");
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /**
   * Dumps a section of the schema.
   *
   * @param section {@code pre-data} or {@code post-data}, as pg_dump names it
   */
  public List<SchemaEntry> section(Migration migration, String section)
      throws InterruptedException {
    var parameters = Map.of("SOURCE_DATABASE", endpoints.app(migration).name(), "SECTION", section);
    try (var host = hosts.open(host(migration))) {
      return SchemaEntry.parse(host.run(DUMP, parameters, LONGEST)).stream()
          .filter(entry -> !entry.isOfEventTrigger())
          .toList();
    }
  }

  /**
   * What is made before the rows. Extensions are left out: a role that may do so makes them
   * earlier, with their schemas.
   */
  public List<SchemaEntry> preData(Migration migration) throws InterruptedException {
    return section(migration, "pre-data").stream()
        .filter(entry -> !entry.isOfExtension())
        .map(SchemaEntry::besideWhatIsThere)
        .toList();
  }

  /** What is made after the rows. */
  public List<SchemaEntry> postData(Migration migration) throws InterruptedException {
    return section(migration, "post-data");
  }

  private static HostLaunched host(Migration migration) {
    return migration.get(HostLaunched.class, CopyEndpoints.sourceHost(migration));
  }
}
