package dev.kahuna.replica.copy;

import dev.kahuna.event.HostRole;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.migration.Migration;
import dev.kahuna.replica.ssh.HostScript;
import dev.kahuna.replica.ssh.SshHosts;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The schema as it is on the frozen standby, from the pg_dump on its host: the one that fits it.
 */
record SchemaDump(CopyEnds ends, SshHosts hosts) {
  private static final HostScript DUMP = HostScript.of(SchemaDump.class, "dump-schema");
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /**
   * A section of it.
   *
   * @param section {@code pre-data} or {@code post-data}, as pg_dump names it
   */
  List<SchemaEntry> section(Migration migration, String section) throws InterruptedException {
    var parameters = Map.of("SOURCE_DATABASE", ends.app(migration).name(), "SECTION", section);
    try (var host = hosts.open(migration.get(HostLaunched.class, HostRole.STANDBY))) {
      return SchemaEntry.parse(host.run(DUMP, parameters, LONGEST));
    }
  }
}
