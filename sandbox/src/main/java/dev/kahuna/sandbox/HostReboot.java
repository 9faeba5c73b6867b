package dev.kahuna.sandbox;

import dev.kahuna.event.HostRole;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ReplicaEvent.StandbyStarted;
import dev.kahuna.migration.Migration;
import dev.kahuna.sandbox.cloud.Story;
import dev.kahuna.standin.booted.BootedFleet;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Reboots the replica's host once, while it replays and the standby follows it. */
final class HostReboot {
  private final BootedFleet hosts;
  private final Story story;
  private boolean done;

  HostReboot(BootedFleet hosts, Story story) {
    this.hosts = hosts;
    this.story = story;
  }

  /** Reboots it if it is time. */
  synchronized void at(Migration migration) {
    if (done || !migration.has(StandbyStarted.class)) {
      return;
    }
    done = true;
    story.tell("Rebooting the replica's host");
    try {
      hosts.reboot(migration.get(HostLaunched.class, HostRole.REPLICA).instanceId());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
