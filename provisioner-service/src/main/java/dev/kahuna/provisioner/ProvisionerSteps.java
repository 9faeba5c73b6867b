package dev.kahuna.provisioner;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.HostRole;
import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ProvisionerEvent.InfrastructureReleased;
import dev.kahuna.event.ProvisionerEvent.PreflightPassed;
import dev.kahuna.event.ProvisionerEvent.PreflightRejected;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.event.ProvisionerEvent.TargetDeleted;
import dev.kahuna.provisioner.aws.AwsClients;
import dev.kahuna.provisioner.host.LaunchHost;
import dev.kahuna.provisioner.preflight.Preflight;
import dev.kahuna.provisioner.release.ReleaseInfrastructure;
import dev.kahuna.provisioner.release.ReleaseTime;
import dev.kahuna.provisioner.target.CreateTarget;
import dev.kahuna.step.Saga;
import dev.kahuna.step.Step;

/** The steps of provisioner-service, in the order of the runbook. */
record ProvisionerSteps(
    Preflight preflight, LaunchHost hosts, CreateTarget target, ReleaseInfrastructure release) {
  /**
   * Steps that change the AWS account run one at a time for each migration, so a release finds
   * everything that a launch has started. Waiting for AWS leaves the lane free.
   */
  private static final String LANE = "aws";

  Saga saga() {
    return Saga.of(
        "provisioner-service",
        Step.named("check-request")
            .after(MigrationRequested.class)
            .yields(PreflightPassed.class)
            .yields(PreflightRejected.class)
            .saying("Checking the app, its database, the archive, the target and the AWS account")
            .does(preflight::check),
        launch(HostRole.REPLICA, "replica"),
        launch(HostRole.STANDBY, "standby"),
        Step.named("delete-target")
            .after(PreflightPassed.class)
            .yields(TargetDeleted.class)
            .onlyIf(migration -> migration.attempt(AttemptSeries.TARGET) > 1)
            .saying("Deleting the Aurora cluster, so that another one can take its place")
            .unless(InfrastructureReleased.class)
            .inLane(LANE)
            .does(release::deleteTarget),
        Step.named("create-target")
            .after(PreflightPassed.class)
            .yields(TargetCreated.class)
            .onlyIf(
                migration ->
                    migration.attempt(AttemptSeries.TARGET) == 1
                        || migration.has(TargetDeleted.class))
            .saying("Creating the Aurora cluster, with logical replication enabled, and its writer")
            .unless(InfrastructureReleased.class)
            .inLane(LANE)
            .does(target::create),
        Step.named("release-infrastructure")
            .after(MigrationRequested.class)
            .yields(InfrastructureReleased.class)
            .saying(
                "Deleting what the migration created in AWS, except the database that the app uses")
            .onlyIf(ReleaseTime::releaseWanted)
            .evenIfCancelled()
            .evenIfSettled()
            .waitingAt(ReleaseTime::awaited)
            .settling(AwsClients.CALL_LIMIT)
            .inLane(LANE)
            .does(release::release));
  }

  private Step launch(HostRole role, String name) {
    return Step.named("launch-" + name + "-host")
        .after(PreflightPassed.class)
        .yields(HostLaunched.class, role)
        .saying("Launching the %s host with its data volume".formatted(name))
        .unless(InfrastructureReleased.class)
        .inLane(LANE)
        .does(migration -> hosts.launch(role, migration));
  }
}
