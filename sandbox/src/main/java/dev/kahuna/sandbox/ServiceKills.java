package dev.kahuna.sandbox;

import dev.kahuna.event.CutoverEvent.SourceFenced;
import dev.kahuna.event.Leg;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ReplicaEvent.ReplicaStarted;
import dev.kahuna.event.ReplicaEvent.SubscriptionStarted;
import dev.kahuna.migration.Migration;
import dev.kahuna.sandbox.cloud.Story;
import dev.kahuna.sandbox.service.ServiceProcess;
import dev.kahuna.sandbox.service.Services;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Kills each service once, when it has most to lose: {@code kill -9}, in the middle of its work.
 */
public final class ServiceKills {
  private final Map<String, Predicate<Migration>> moments =
      new LinkedHashMap<>(
          Map.of(
              "provisioner-service", migration -> migration.has(HostLaunched.class),
              "replica-service", migration -> migration.has(ReplicaStarted.class),
              "replication-monitor", migration -> migration.has(SubscriptionStarted.class),
              "cutover-service", migration -> migration.has(SourceFenced.class, Leg.TO_AURORA)));
  private final Services services;
  private final Story story;

  /** Of the services of a cloud. */
  public ServiceKills(Services services, Story story) {
    this.services = services;
    this.story = story;
  }

  /** Kills what is due to be killed. */
  public synchronized void at(Migration migration) {
    for (var process : services.processes()) {
      if (moments.getOrDefault(process.name(), never -> false).test(migration)) {
        moments.remove(process.name());
        kill(process);
      }
    }
  }

  /** The services that were not killed yet. */
  public synchronized Set<String> remaining() {
    return Set.copyOf(moments.keySet());
  }

  private void kill(ServiceProcess process) {
    story.tell("Killing " + process.name() + " (kill -9)");
    process.kill();
  }
}
