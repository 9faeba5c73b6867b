package dev.kahuna.replica;

import static dev.kahuna.event.HostRole.REPLICA;
import static dev.kahuna.event.HostRole.STANDBY;
import static dev.kahuna.event.Leg.TO_REPLICA;

import dev.kahuna.database.MigrationDatabases;
import dev.kahuna.event.CopyEvent.CopyCleared;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.CutoverEvent.ReplicaChecked;
import dev.kahuna.event.CutoverEvent.SlotCreated;
import dev.kahuna.event.CutoverEvent.StandbyFrozen;
import dev.kahuna.event.HostRole;
import dev.kahuna.event.MonitorEvent.SlotGivenUp;
import dev.kahuna.event.OperatorEvent.SchemaApplyRequested;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.event.ReplicaEvent.BaseBackupRestored;
import dev.kahuna.event.ReplicaEvent.DataCopied;
import dev.kahuna.event.ReplicaEvent.FreezeLost;
import dev.kahuna.event.ReplicaEvent.HostPrepared;
import dev.kahuna.event.ReplicaEvent.IndexesBuilt;
import dev.kahuna.event.ReplicaEvent.ReplicaStarted;
import dev.kahuna.event.ReplicaEvent.SchemaCopied;
import dev.kahuna.event.ReplicaEvent.SchemaDiffers;
import dev.kahuna.event.ReplicaEvent.SchemaRehearsed;
import dev.kahuna.event.ReplicaEvent.SchemaSettled;
import dev.kahuna.event.ReplicaEvent.StandbyFollowing;
import dev.kahuna.event.ReplicaEvent.StandbyStarted;
import dev.kahuna.event.ReplicaEvent.StandbyThawed;
import dev.kahuna.event.ReplicaEvent.SubscriptionStarted;
import dev.kahuna.replica.copy.CopyEndpoints;
import dev.kahuna.replica.copy.CopyGauges;
import dev.kahuna.replica.copy.CopyProgressReport;
import dev.kahuna.replica.copy.FrozenStandby;
import dev.kahuna.replica.drift.ApplySchema;
import dev.kahuna.replica.drift.SchemaWatch;
import dev.kahuna.replica.host.ClientIdentity;
import dev.kahuna.replica.host.HostDatabases;
import dev.kahuna.replica.host.PrepareHost;
import dev.kahuna.replica.recovery.FollowAgain;
import dev.kahuna.replica.recovery.FreezeAtSlot;
import dev.kahuna.replica.recovery.RestoreBaseBackup;
import dev.kahuna.replica.recovery.StartReplica;
import dev.kahuna.replica.recovery.StartStandby;
import dev.kahuna.replica.rehearsal.RehearseSchema;
import dev.kahuna.replica.rows.CopyData;
import dev.kahuna.replica.schema.BuildIndexes;
import dev.kahuna.replica.schema.CopySchema;
import dev.kahuna.replica.ssh.SshHosts;
import dev.kahuna.replica.subscription.StartSubscription;
import dev.kahuna.replica.subscription.SubscriptionCopy;
import dev.kahuna.replica.subscription.ThawStandby;
import dev.kahuna.schema.SchemaComparison;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.Retries;
import dev.kahuna.step.Saga;
import dev.kahuna.step.Step;
import dev.kahuna.step.StepMemory;
import dev.kahuna.telemetry.Telemetry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** The steps of replica-service, in the order of the runbook. Making them connects to nothing. */
final class ReplicaSteps {
  private static final Duration INSTALLATION = Duration.ofMinutes(20);
  private static final Duration LONGEST_COPY = Duration.ofDays(7);
  private static final Duration BEGINNING_A_COPY = Duration.ofHours(1);
  private static final Duration STOPPING_POSTGRES = Duration.ofMinutes(6);

  private static final Duration LONGEST_REHEARSAL = Duration.ofHours(2);

  private static final Duration ONE_LOOK = Duration.ofMinutes(10);

  private final ReplicaSettings settings;
  private final Secrets secrets;
  private final BiConsumer<String, Telemetry> telemetry;
  private final Clock clock;
  private final SshHosts hosts;
  private final HostDatabases servers;
  private final CopyEndpoints endpoints;
  private final ClientIdentity identity;
  private final CopyGauges gauges;
  private final CopyProgressReport report;
  private final SubscriptionCopy bySubscription;

  /**
   * @param telemetry takes the migration's id and a sample
   */
  ReplicaSteps(
      ReplicaSettings settings,
      Secrets secrets,
      MigrationDatabases databases,
      BiConsumer<String, Telemetry> telemetry,
      CopyGauges gauges,
      Clock clock) {
    this.settings = settings;
    this.secrets = secrets;
    this.telemetry = telemetry;
    this.gauges = gauges;
    this.clock = clock;
    hosts = new SshHosts(secrets, settings.ssh().port());
    servers = new HostDatabases(secrets);
    endpoints = new CopyEndpoints(databases, secrets);
    identity = new ClientIdentity(secrets, clock);
    report = new CopyProgressReport(telemetry, gauges, clock);
    bySubscription =
        new SubscriptionCopy(endpoints, hosts, settings.copy().connections(), secrets, report);
  }

  Saga saga() {
    return new Saga(
        "replica-service",
        Stream.of(recovery(), rehearsal(), again(), copy(), subscription(), schema())
            .flatMap(List::stream)
            .toList());
  }

  /** What the steps that copy rows keep while they are due. */
  StepMemory memory() {
    return due -> {
      gauges.keepOnly(due);
      bySubscription.keepOnly(due);
    };
  }

  private List<Step> recovery() {
    return List.of(
        prepare(REPLICA, "replica"),
        prepare(STANDBY, "standby"),
        Step.named("restore-base-backup")
            .after(HostPrepared.class, REPLICA)
            .yields(BaseBackupRestored.class)
            .saying("Restoring the newest base backup from the archive onto the replica host")
            .within(STOPPING_POSTGRES)
            .retrying(Retries.LASTING)
            .does(new RestoreBaseBackup(hosts)::run),
        Step.named("start-replica")
            .after(BaseBackupRestored.class)
            .yields(ReplicaStarted.class)
            .saying("Starting the replica, which replays the archive")
            .does(new StartReplica(hosts, servers, settings.postgres())::run),
        Step.named("start-standby")
            .after(ReplicaStarted.class)
            .after(HostPrepared.class, STANDBY)
            .yields(StandbyStarted.class)
            .saying("Copying the replica onto the standby host and starting the standby")
            .within(STOPPING_POSTGRES)
            .retrying(Retries.LASTING)
            .does(new StartStandby(hosts, servers, settings.postgres())::run));
  }

  private List<Step> rehearsal() {
    return List.of(
        Step.named(RehearseSchema.NAME)
            .after(ReplicaChecked.class, TargetCreated.class)
            .unless(PivotReached.class, TO_REPLICA)
            .yields(SchemaRehearsed.class)
            .saying("Trying the schema on Aurora, in a database that is dropped afterwards")
            .within(LONGEST_REHEARSAL)
            .retrying(Retries.LASTING)
            .does(new RehearseSchema(endpoints, hosts)::run));
  }

  private Step prepare(HostRole role, String name) {
    return Step.named("prepare-" + name + "-host")
        .after(HostLaunched.class, role)
        .yields(HostPrepared.class, role)
        .saying("Installing Postgres and the archive tool on the %s host".formatted(name))
        .within(INSTALLATION)
        .does(new PrepareHost(role, hosts, secrets, identity, settings.walG())::run);
  }

  /** What another copy needs of the standby. */
  private List<Step> again() {
    var standby = new StartStandby(hosts, servers, settings.postgres());
    return List.of(
        Step.named("follow-again")
            .after(CopyCleared.class)
            .after(StandbyStarted.class)
            .yields(StandbyFollowing.class)
            .saying("Letting the standby follow the promoted replica, for another copy")
            .within(STOPPING_POSTGRES)
            .retrying(Retries.LASTING)
            .does(new FollowAgain(hosts, servers, standby, clock)::run),
        Step.named("freeze-standby-again")
            .after(StandbyFollowing.class)
            .after(SlotCreated.class, TO_REPLICA)
            .yields(StandbyFrozen.class, TO_REPLICA)
            .yields(FreezeLost.class)
            .saying("Bringing the standby to the point where the slot begins")
            .within(STOPPING_POSTGRES)
            .retrying(Retries.LASTING)
            .does(new FreezeAtSlot(hosts, endpoints)::run));
  }

  private List<Step> copy() {
    var connections = settings.copy().connections();
    var indexes = settings.copy().indexes();
    return List.of(
        Step.named("copy-schema")
            .after(CutoverCompleted.class, TO_REPLICA)
            .after(TargetCreated.class)
            .after(SlotCreated.class, TO_REPLICA)
            .after(StandbyFrozen.class, TO_REPLICA)
            .unless(SlotGivenUp.class)
            .yields(SchemaCopied.class, FreezeLost.class)
            .saying("Copying the app's role, extensions, types, tables and functions to the target")
            .within(LONGEST_COPY)
            .retrying(Retries.LASTING)
            .does(FrozenStandby.orAgain(new CopySchema(endpoints, hosts)::run)),
        Step.named(CopyData.NAME)
            .after(SchemaCopied.class)
            .unless(SlotGivenUp.class)
            .yields(DataCopied.class, FreezeLost.class)
            .onlyIf(migration -> migration.request().hasStandby())
            .saying("Copying every row from the frozen standby to the target")
            .within(LONGEST_COPY)
            .retrying(Retries.LASTING)
            .does(FrozenStandby.orAgain(new CopyData(endpoints, connections, report)::run)),
        Step.named(SubscriptionCopy.NAME)
            .after(SchemaCopied.class)
            .unless(SlotGivenUp.class)
            .yields(DataCopied.class)
            .onlyIf(migration -> !migration.request().hasStandby())
            .saying("Letting the subscription copy every row from the replica (without a standby)")
            .within(BEGINNING_A_COPY)
            .retrying(Retries.LASTING)
            .does(bySubscription::run),
        Step.named(BuildIndexes.NAME)
            .after(DataCopied.class)
            .unless(SlotGivenUp.class)
            .yields(IndexesBuilt.class, FreezeLost.class)
            .saying("Building indexes, constraints and triggers on the target")
            .within(LONGEST_COPY)
            .retrying(Retries.LASTING)
            .does(
                FrozenStandby.orAgain(
                    new BuildIndexes(endpoints, hosts, indexes, telemetry, clock)::run)));
  }

  private List<Step> subscription() {
    return List.of(
        Step.named("start-subscription")
            .after(IndexesBuilt.class)
            .unless(SlotGivenUp.class)
            .yields(SubscriptionStarted.class)
            .saying("Subscribing the target to the replica, from the slot made at the promotion")
            .does(new StartSubscription(endpoints, secrets)::run),
        Step.named("thaw-standby")
            .after(SubscriptionStarted.class)
            .yields(StandbyThawed.class)
            .saying("Resuming replay on the standby, which then follows the promoted replica")
            .does(new ThawStandby(endpoints, hosts)::run));
  }

  private List<Step> schema() {
    var watch = new SchemaWatch(endpoints, new SchemaComparison());
    return List.of(
        Step.named("await-schema-change")
            .after(SubscriptionStarted.class)
            .unless(SlotGivenUp.class)
            .yields(SchemaDiffers.class)
            .onlyIf(SchemaWatch::isNeeded)
            .saying("Comparing the schemas of the app's database and of the one it moves to")
            .within(ONE_LOOK)
            .retrying(Retries.WATCHING)
            .does(watch::awaitDifference),
        Step.named("await-same-schema")
            .after(SubscriptionStarted.class, SchemaDiffers.class)
            .unless(SchemaApplyRequested.class, SlotGivenUp.class)
            .yields(SchemaSettled.class)
            .onlyIf(SchemaWatch::isNeeded)
            .saying("Waiting until the schemas are equal")
            .within(ONE_LOOK)
            .retrying(Retries.WATCHING)
            .does(watch::awaitSettled),
        Step.named(ApplySchema.NAME)
            .after(SubscriptionStarted.class)
            .after(SchemaDiffers.class, SchemaApplyRequested.class)
            .unless(SlotGivenUp.class)
            .yields(SchemaSettled.class)
            .onlyIf(SchemaWatch::isNeeded)
            .saying(
                "Making Aurora's schema equal to the replica's, and bringing rows of new tables")
            .within(LONGEST_COPY)
            .retrying(Retries.LASTING)
            .does(new ApplySchema(endpoints, watch)::run));
  }
}
