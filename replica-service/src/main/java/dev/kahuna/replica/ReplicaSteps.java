package dev.kahuna.replica;

import static dev.kahuna.event.HostRole.REPLICA;
import static dev.kahuna.event.HostRole.STANDBY;
import static dev.kahuna.event.Leg.TO_REPLICA;

import dev.kahuna.database.MigrationDatabases;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.HostRole;
import dev.kahuna.event.MonitorEvent.SlotGivenUp;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.event.ReplicaEvent.BaseBackupRestored;
import dev.kahuna.event.ReplicaEvent.DataCopied;
import dev.kahuna.event.ReplicaEvent.HostPrepared;
import dev.kahuna.event.ReplicaEvent.IndexesBuilt;
import dev.kahuna.event.ReplicaEvent.ReplicaStarted;
import dev.kahuna.event.ReplicaEvent.SchemaCopied;
import dev.kahuna.event.ReplicaEvent.StandbyStarted;
import dev.kahuna.event.ReplicaEvent.StandbyThawed;
import dev.kahuna.event.ReplicaEvent.SubscriptionStarted;
import dev.kahuna.loop.TelemetryLog;
import dev.kahuna.replica.copy.CopyEndpoints;
import dev.kahuna.replica.copy.CopyGauges;
import dev.kahuna.replica.copy.CopyProgressReport;
import dev.kahuna.replica.host.ClientIdentity;
import dev.kahuna.replica.host.HostDatabases;
import dev.kahuna.replica.host.PrepareHost;
import dev.kahuna.replica.recovery.RestoreBaseBackup;
import dev.kahuna.replica.recovery.StartReplica;
import dev.kahuna.replica.recovery.StartStandby;
import dev.kahuna.replica.rows.CopyData;
import dev.kahuna.replica.schema.BuildIndexes;
import dev.kahuna.replica.schema.CopySchema;
import dev.kahuna.replica.ssh.SshHosts;
import dev.kahuna.replica.subscription.StartSubscription;
import dev.kahuna.replica.subscription.SubscriptionCopy;
import dev.kahuna.replica.subscription.ThawStandby;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.FailureClassifier;
import dev.kahuna.step.Saga;
import dev.kahuna.step.Step;
import dev.kahuna.telemetry.Telemetry;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this service does, in the order of the runbook. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReplicaSettings.class)
public class ReplicaSteps {
  private static final Duration INSTALLATION = Duration.ofMinutes(20);
  private static final Duration LONGEST_COPY = Duration.ofDays(7);
  private static final Duration STOPPING_POSTGRES = Duration.ofMinutes(6);

  @Bean
  FailureClassifier failureClassifier() {
    return new FailureClassifier(failure -> Optional.empty());
  }

  @Bean
  Saga saga(
      Secrets secrets,
      Clock clock,
      ReplicaSettings settings,
      TelemetryLog telemetry,
      MeterRegistry meters) {
    return steps(secrets, clock, settings, telemetry::send, meters);
  }

  /** The steps; made without any input or output. */
  public static Saga steps(
      Secrets secrets,
      Clock clock,
      ReplicaSettings settings,
      BiConsumer<String, Telemetry> telemetry,
      MeterRegistry meters) {
    var hosts = new SshHosts(secrets, settings.ssh().port());
    var databases = new HostDatabases(secrets);
    var authorities =
        Optional.of(settings.targetAuthorities()).filter(f -> !f.isBlank()).map(Path::of);
    var ends = new CopyEndpoints(new MigrationDatabases(secrets, authorities), secrets);
    var identity = new ClientIdentity(secrets, clock);
    var report = new CopyProgressReport(telemetry, new CopyGauges(meters), clock);
    return Saga.of(
        "replica-service",
        prepare(REPLICA, hosts, secrets, identity, settings),
        prepare(STANDBY, hosts, secrets, identity, settings),
        Step.named("restore-base-backup")
            .after(HostPrepared.class, REPLICA)
            .yields(BaseBackupRestored.class)
            .saying("Fetching the newest base backup from the archive onto the replica host")
            .within(STOPPING_POSTGRES)
            .does(new RestoreBaseBackup(hosts)::run),
        Step.named("start-replica")
            .after(BaseBackupRestored.class)
            .yields(ReplicaStarted.class)
            .saying("Starting the replica, which replays the archive")
            .does(new StartReplica(hosts, databases, settings.postgres())::run),
        Step.named("start-standby")
            .after(ReplicaStarted.class)
            .after(HostPrepared.class, STANDBY)
            .yields(StandbyStarted.class)
            .saying("Copying the replica onto the standby host, and letting it follow")
            .within(STOPPING_POSTGRES)
            .does(new StartStandby(hosts, databases, settings.postgres())::run),
        Step.named("copy-schema")
            .after(CutoverCompleted.class, TO_REPLICA)
            .after(TargetCreated.class)
            .yields(SchemaCopied.class)
            .saying("Taking roles, extensions, types, tables and functions to the target")
            .within(LONGEST_COPY)
            .does(new CopySchema(ends, hosts)::run),
        Step.named(CopyData.NAME)
            .after(SchemaCopied.class)
            .unless(SlotGivenUp.class)
            .yields(DataCopied.class)
            .onlyIf(migration -> migration.request().hasStandby())
            .saying("Copying every row from the frozen standby to the target")
            .within(LONGEST_COPY)
            .does(new CopyData(ends, settings.copy().connections(), report)::run),
        Step.named(SubscriptionCopy.NAME)
            .after(SchemaCopied.class)
            .unless(SlotGivenUp.class)
            .yields(DataCopied.class)
            .onlyIf(migration -> !migration.request().hasStandby())
            .saying("Without a standby, letting the subscription copy every row from the replica")
            .within(LONGEST_COPY)
            .does(
                new SubscriptionCopy(ends, hosts, settings.copy().connections(), secrets, report)
                    ::run),
        Step.named(BuildIndexes.NAME)
            .after(DataCopied.class)
            .unless(SlotGivenUp.class)
            .yields(IndexesBuilt.class)
            .saying("Building indexes, constraints and triggers on the target")
            .within(LONGEST_COPY)
            .does(new BuildIndexes(ends, hosts, settings.copy().indexes(), telemetry, clock)::run),
        Step.named("start-subscription")
            .after(IndexesBuilt.class)
            .unless(SlotGivenUp.class)
            .yields(SubscriptionStarted.class)
            .saying("Letting the target follow the replica from the slot made at the promotion")
            .does(new StartSubscription(ends, secrets)::run),
        Step.named("thaw-standby")
            .after(SubscriptionStarted.class)
            .yields(StandbyThawed.class)
            .saying("Letting the standby replay again, behind the promoted replica")
            .does(new ThawStandby(ends)::run));
  }

  private static Step prepare(
      HostRole role,
      SshHosts hosts,
      Secrets secrets,
      ClientIdentity identity,
      ReplicaSettings settings) {
    var name = role == REPLICA ? "replica" : "standby";
    return Step.named("prepare-" + name + "-host")
        .after(HostLaunched.class, role)
        .yields(HostPrepared.class, role)
        .saying("Installing Postgres and the archive tool on the %s host".formatted(name))
        .within(INSTALLATION)
        .does(new PrepareHost(role, hosts, secrets, identity, settings.walG())::run);
  }
}
