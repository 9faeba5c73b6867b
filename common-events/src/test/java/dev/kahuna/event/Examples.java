package dev.kahuna.event;

import dev.kahuna.event.CopyEvent.CopyCleared;
import dev.kahuna.event.CopyEvent.CopyGivenUp;
import dev.kahuna.event.CopyEvent.MigrationSettled;
import dev.kahuna.event.CopyEvent.PublicationDropped;
import dev.kahuna.event.CopyEvent.RehearsalVoided;
import dev.kahuna.event.CutoverEvent.AppRepointed;
import dev.kahuna.event.CutoverEvent.CutoverAborted;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.CutoverEvent.DataCompared;
import dev.kahuna.event.CutoverEvent.DataVerified;
import dev.kahuna.event.CutoverEvent.IndexesRebuilt;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.CutoverEvent.ReplicaChecked;
import dev.kahuna.event.CutoverEvent.ReplicaDrained;
import dev.kahuna.event.CutoverEvent.ReplicaOpened;
import dev.kahuna.event.CutoverEvent.ReplicaPromoted;
import dev.kahuna.event.CutoverEvent.ReplicationStopped;
import dev.kahuna.event.CutoverEvent.ReverseReplicationDropped;
import dev.kahuna.event.CutoverEvent.ReverseReplicationStarted;
import dev.kahuna.event.CutoverEvent.SavedApp;
import dev.kahuna.event.CutoverEvent.SequencesAdvanced;
import dev.kahuna.event.CutoverEvent.SlotCreated;
import dev.kahuna.event.CutoverEvent.SourceFenced;
import dev.kahuna.event.CutoverEvent.StandbyFrozen;
import dev.kahuna.event.CutoverEvent.TargetDrained;
import dev.kahuna.event.CutoverEvent.TrafficResumed;
import dev.kahuna.event.CutoverEvent.TrafficStopped;
import dev.kahuna.event.CutoverEvent.WritesRestored;
import dev.kahuna.event.MonitorEvent.OldDatabaseQuiet;
import dev.kahuna.event.MonitorEvent.OldDatabaseTouched;
import dev.kahuna.event.MonitorEvent.ReplicaCaughtUp;
import dev.kahuna.event.MonitorEvent.ReplicaLost;
import dev.kahuna.event.MonitorEvent.ReplicationCaughtUp;
import dev.kahuna.event.MonitorEvent.ReplicationHealed;
import dev.kahuna.event.MonitorEvent.ReplicationTroubled;
import dev.kahuna.event.MonitorEvent.SlotGivenUp;
import dev.kahuna.event.MonitorEvent.WayBackBroken;
import dev.kahuna.event.MonitorEvent.WayBackWhole;
import dev.kahuna.event.OperatorEvent.CopyAgainRequested;
import dev.kahuna.event.OperatorEvent.CutoverApproved;
import dev.kahuna.event.OperatorEvent.MigrationCancelled;
import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.event.OperatorEvent.ReleaseRequested;
import dev.kahuna.event.OperatorEvent.RollbackRequested;
import dev.kahuna.event.OperatorEvent.SchemaApplyRequested;
import dev.kahuna.event.OperatorEvent.SchemaDifferencesAccepted;
import dev.kahuna.event.OperatorEvent.SettleRequested;
import dev.kahuna.event.OperatorEvent.StepRetryRequested;
import dev.kahuna.event.OperatorEvent.UnjudgedApproved;
import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ProvisionerEvent.InfrastructureReleased;
import dev.kahuna.event.ProvisionerEvent.PreflightPassed;
import dev.kahuna.event.ProvisionerEvent.PreflightRejected;
import dev.kahuna.event.ProvisionerEvent.Severity;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.event.ProvisionerEvent.TargetDeleted;
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
import dev.kahuna.failure.FailureKind;
import dev.kahuna.request.MigrationRequest;
import dev.kahuna.request.MigrationRequest.AccessKey;
import dev.kahuna.request.MigrationRequest.Approval;
import dev.kahuna.request.MigrationRequest.Archive;
import dev.kahuna.request.MigrationRequest.Cutovers;
import dev.kahuna.request.MigrationRequest.Encryption;
import dev.kahuna.request.MigrationRequest.Encryption.Method;
import dev.kahuna.request.MigrationRequest.Policy;
import dev.kahuna.request.MigrationRequest.Replica;
import dev.kahuna.request.MigrationRequest.Source;
import dev.kahuna.request.MigrationRequest.Standby;
import dev.kahuna.request.MigrationRequest.Target;
import dev.kahuna.request.SecretRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One example of every fact, for tests. */
public final class Examples {
  private static final SchemaDifference LATE_INDEX =
      new SchemaDifference(
          "index shop.orders_day",
          "is missing",
          "CREATE INDEX orders_day ON shop.orders USING btree (day);");
  private static final Lsn LSN = Lsn.parse("16/B374D848");
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private Examples() {}

  /** A request for the app {@code shop}. */
  public static MigrationRequest request() {
    return new MigrationRequest(
        new Source(List.of("shop"), "DATABASE_URL", new SecretRef("env:HEROKU_API_KEY"), 15),
        new Archive(
            "s3://archive/shop",
            "us-east-1",
            Optional.of(
                new AccessKey(
                    new SecretRef("env:ARCHIVE_KEY_ID"), new SecretRef("env:ARCHIVE_SECRET"))),
            Optional.of(new Encryption(Method.OPENPGP, new SecretRef("env:ARCHIVE_KEY"))),
            Optional.empty()),
        new Replica(
            "r7g.2xlarge",
            2048,
            List.of("10.0.0.0/8"),
            List.of("0.0.0.0/0"),
            Standby.HOST,
            1,
            Optional.empty(),
            Optional.of("archive-reader"),
            Optional.empty()),
        new Target("17.7", "db.r7g.2xlarge", "shop", List.of()),
        new Cutovers(
            new Policy(Approval.AUTOMATIC, Duration.ofSeconds(60), 0, Duration.ofMinutes(5)),
            new Policy(Approval.REQUIRED, Duration.ofSeconds(30), 2, Duration.ofMinutes(5)),
            Approval.REQUIRED));
  }

  /** The same without a standby. */
  public static MigrationRequest requestWithoutStandby() {
    var request = request();
    var hosts = request.replica();
    return new MigrationRequest(
        request.source(),
        request.archive(),
        new Replica(
            hosts.instanceType(),
            hosts.volumeGib(),
            hosts.admin(),
            hosts.clients(),
            Standby.NONE,
            hosts.rebuildIndexesGib(),
            hosts.subnet(),
            hosts.instanceProfile(),
            hosts.image()),
        request.target(),
        request.cutover());
  }

  private static List<Unjudged> unjudged() {
    return List.of(new Unjudged("public.counters", 1, "(5) changed each time they were read"));
  }

  /** One example of every fact; those of a cutover belong to its first or second attempt. */
  public static List<MigrationEvent> all() {
    return List.of(
        new MigrationRequested(request()),
        new CutoverApproved(Leg.TO_AURORA, 1),
        new UnjudgedApproved(Leg.TO_AURORA, 1, unjudged()),
        new StepRetryRequested("launch-replica-host", 1),
        new MigrationCancelled("no longer wanted"),
        new CopyAgainRequested(1, false, "the extension is dropped"),
        new SettleRequested("nobody needs Aurora"),
        new RollbackRequested("the new release misbehaves"),
        new SchemaApplyRequested(1),
        new SchemaDifferencesAccepted(2, List.of(LATE_INDEX)),
        new ReleaseRequested(),
        new PreflightPassed(List.of(new Finding("heroku-app", Severity.PASS, "shop is there"))),
        new PreflightRejected(List.of(new Finding("archive", Severity.BLOCK, "no base backup"))),
        new HostLaunched(
            HostRole.REPLICA,
            "i-0a",
            "vol-0a",
            "10.0.0.5",
            "203.0.113.5",
            "ubuntu",
            new SecretRef("aws-sm:kahuna/shop-2026/ssh"),
            List.of("ssh-ed25519 AAAA")),
        new TargetCreated(
            1,
            "kahuna-shop-2026",
            "17.7",
            "writer.example.com",
            5432,
            "shop",
            new SecretRef("aws-sm:arn")),
        new TargetDeleted(2),
        new InfrastructureReleased(List.of("i-0a")),
        new HostPrepared(
            HostRole.REPLICA, "-----BEGIN CERTIFICATE-----", new SecretRef("aws-sm:client")),
        new BaseBackupRestored(1, "base_000000010000000000000004", 123_456_789L),
        new ReplicaStarted(1, 15, 5432),
        new StandbyStarted(1, 5432),
        new SchemaDiffers(Leg.TO_AURORA, 1, List.of(LATE_INDEX), 0),
        new SchemaSettled(1, 1),
        new SchemaRehearsed(1, Map.of("table", "3e23e8160039594a33894f65"), 112, 17),
        new SchemaCopied(1, 17),
        new DataCopied(1, 17, 1_000_000, 123_456_789),
        new IndexesBuilt(1, 20, 5),
        new SubscriptionStarted(1, "kahuna", "kahuna"),
        new StandbyThawed(1, LSN),
        new StandbyFollowing(2),
        new FreezeLost(1, "The standby was frozen at 0/3E8 and is at 0/7D0 now (replaying)"),
        new ReplicaCaughtUp(1, LSN, 512),
        new ReplicaLost(1),
        new ReplicationCaughtUp(1, 0, 17),
        new SlotGivenUp(1, "kahuna", "the replica's volume was nearly full"),
        new ReplicationTroubled(1, "duplicate key"),
        new WayBackBroken(1, "duplicate key"),
        new WayBackWhole(1),
        new ReplicationHealed(1),
        new OldDatabaseTouched(Leg.TO_REPLICA, 1, "sessions that are not Kahuna's: 1"),
        new OldDatabaseQuiet(Leg.TO_REPLICA, 1),
        new CutoverPrepared(
            Leg.TO_REPLICA,
            1,
            List.of(
                new SavedApp(
                    "shop",
                    "DATABASE_URL",
                    new SecretRef("aws-sm:old"),
                    "0188-att",
                    "postgres-1",
                    Map.of("web", 2))),
            new SecretRef("aws-sm:new"),
            List.of(new Finding("database", Severity.WARN, "table shop.cache is unlogged"))),
        new CutoverStarted(Leg.TO_REPLICA, 1, NOON, NOON.plusSeconds(60)),
        new TrafficStopped(Leg.TO_REPLICA, 1),
        new SourceFenced(Leg.TO_REPLICA, 1, LSN, 3),
        new ReplicaDrained(Leg.TO_REPLICA, 1, LSN, new SourceMark(4711, 1_000_000, 815)),
        new StandbyFrozen(Leg.TO_REPLICA, 1, 1, LSN),
        new ReplicaPromoted(Leg.TO_REPLICA, 1),
        new ReplicaChecked(
            "shop",
            "shop_owner",
            1,
            1,
            14,
            List.of(16_400L),
            List.of("public.people_email"),
            List.of(),
            List.of()),
        new RehearsalVoided(1, LSN, "table, view"),
        new IndexesRebuilt(Leg.TO_REPLICA, 1, List.of("public.people_email")),
        new SlotCreated(Leg.TO_REPLICA, 1, 1, "kahuna", "kahuna", LSN),
        new TargetDrained(Leg.TO_AURORA, 1, "fence-1"),
        new DataCompared(Leg.TO_AURORA, 1, 1, 17, 1_000_000, 112, 3, unjudged(), 42_000),
        new DataVerified(
            Leg.TO_AURORA,
            1,
            15,
            1_000_000,
            Optional.of(new Unread(List.of("public.orders"), List.of("public.tags")))),
        new SequencesAdvanced(Leg.TO_AURORA, 1, 4),
        new ReplicationStopped(Leg.TO_AURORA, 1),
        new ReverseReplicationStarted(Leg.TO_AURORA, 1, "kahuna_reverse", "kahuna_reverse"),
        new ReplicaOpened(Leg.BACK_TO_REPLICA, 1),
        new ReverseReplicationDropped("kahuna_reverse"),
        new AppRepointed(Leg.TO_REPLICA, 1, Map.of("shop", 42)),
        new PivotReached(Leg.TO_REPLICA, 1),
        new TrafficResumed(Leg.TO_REPLICA, 1, 2100),
        new CutoverCompleted(Leg.TO_REPLICA, 1, 2100),
        new CutoverAborted(Leg.TO_REPLICA, 2, "the budget of 60 s is used up"),
        new WritesRestored(
            Leg.TO_REPLICA, 2, false, Optional.of("The replica could not be reached")),
        new CutoverUndone(Leg.TO_REPLICA, 2, "the budget of 60 s is used up", 61_000, 1, NOON),
        new CopyGivenUp(
            1, "the extension is dropped", List.of(AttemptSeries.step("copy-schema").attempt(1))),
        new CopyCleared(2),
        new MigrationSettled(),
        new PublicationDropped(true),
        new MigrationCompleted(),
        new StepFailed(
            "fence-heroku",
            1,
            FailureKind.UNAVAILABLE,
            "no route",
            Optional.of(new StepFailed.CutoverAttempt(Leg.TO_REPLICA, 1))));
  }
}
