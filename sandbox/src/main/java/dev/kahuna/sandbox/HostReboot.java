package dev.kahuna.sandbox;

import dev.kahuna.event.HostRole;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ReplicaEvent.SchemaCopied;
import dev.kahuna.event.ReplicaEvent.StandbyStarted;
import dev.kahuna.migration.Migration;
import dev.kahuna.sandbox.cloud.Story;
import dev.kahuna.standin.booted.BootedFleet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Reboots each host once: the replica's while it replays and the standby follows it, the standby's
 * while rows are copied from it.
 */
final class HostReboot {
  private final BootedFleet hosts;
  private final Story story;
  private final Set<HostRole> rebooted = EnumSet.noneOf(HostRole.class);

  HostReboot(BootedFleet hosts, Story story) {
    this.hosts = hosts;
    this.story = story;
  }

  /** Reboots one if it is time. */
  synchronized void at(Migration migration) {
    if (migration.has(StandbyStarted.class)) {
      reboot(HostRole.REPLICA, migration);
    }
    if (migration.has(SchemaCopied.class)) {
      reboot(HostRole.STANDBY, migration);
    }
  }

  private void reboot(HostRole role, Migration migration) {
    if (!rebooted.add(role)) {
      return;
    }
    story.tell("Rebooting the %s host".formatted(role.name().toLowerCase(Locale.ROOT)));
    try {
      hosts.reboot(migration.get(HostLaunched.class, role).instanceId());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
