package dev.kahuna.provisioner;

import dev.kahuna.event.HostRole;
import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ProvisionerEvent.InfrastructureReleased;
import dev.kahuna.event.ProvisionerEvent.PreflightPassed;
import dev.kahuna.event.ProvisionerEvent.PreflightRejected;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.heroku.HerokuPlatform;
import dev.kahuna.provisioner.aws.AwsClients;
import dev.kahuna.provisioner.aws.AwsFailures;
import dev.kahuna.provisioner.host.HostImages;
import dev.kahuna.provisioner.host.LaunchHost;
import dev.kahuna.provisioner.host.LoginKey;
import dev.kahuna.provisioner.host.MigrationNetwork;
import dev.kahuna.provisioner.preflight.ArchiveCheck;
import dev.kahuna.provisioner.preflight.AwsAccountCheck;
import dev.kahuna.provisioner.preflight.HerokuCheck;
import dev.kahuna.provisioner.preflight.HostCheck;
import dev.kahuna.provisioner.preflight.Preflight;
import dev.kahuna.provisioner.preflight.SourceCheck;
import dev.kahuna.provisioner.preflight.TargetCheck;
import dev.kahuna.provisioner.release.AppLocation;
import dev.kahuna.provisioner.release.ReleaseInfrastructure;
import dev.kahuna.provisioner.target.CreateTarget;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.FailureClassifier;
import dev.kahuna.step.Saga;
import dev.kahuna.step.Step;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.sts.StsClient;

/** What this service does, in the order of the runbook, and what it does it with. */
@Configuration(proxyBeanMethods = false)
public class ProvisionerSteps {
  /**
   * What changes the AWS account runs one at a time for each migration, so that a release finds all
   * that a launch has begun. Waiting for AWS leaves the lane free.
   */
  private static final String LANE = "aws";

  @Bean
  static Saga saga(
      Preflight preflight, LaunchHost hosts, CreateTarget target, ReleaseInfrastructure release) {
    return Saga.of(
        "provisioner-service",
        Step.named("check-request")
            .after(MigrationRequested.class)
            .yields(PreflightPassed.class)
            .yields(PreflightRejected.class)
            .saying("Checking the app, its database, the archive, the target and the AWS account")
            .does(preflight::check),
        Step.named("launch-replica-host")
            .after(PreflightPassed.class)
            .yields(HostLaunched.class, HostRole.REPLICA)
            .saying("Launching the replica's host with its data volume")
            .unless(InfrastructureReleased.class)
            .inLane(LANE)
            .does(migration -> hosts.launch(HostRole.REPLICA, migration)),
        Step.named("launch-standby-host")
            .after(PreflightPassed.class)
            .yields(HostLaunched.class, HostRole.STANDBY)
            .saying("Launching the standby's host with its data volume")
            .unless(InfrastructureReleased.class)
            .inLane(LANE)
            .does(migration -> hosts.launch(HostRole.STANDBY, migration)),
        Step.named("create-target")
            .after(PreflightPassed.class)
            .yields(TargetCreated.class)
            .saying("Creating the Aurora cluster with logical replication and its writer")
            .unless(InfrastructureReleased.class)
            .inLane(LANE)
            .does(target::create),
        Step.named("release-infrastructure")
            .after(MigrationRequested.class)
            .yields(InfrastructureReleased.class)
            .saying("Releasing what the migration made in AWS and the app does not run on")
            .onlyIf(AppLocation::releaseWanted)
            .evenIfCancelled()
            .waitingAt(AppLocation::awaited)
            .settling(AwsClients.CALL_LIMIT)
            .inLane(LANE)
            .does(release::release));
  }

  @Bean
  static FailureClassifier failureClassifier() {
    return new FailureClassifier(AwsFailures::kind);
  }

  @Bean
  static Preflight preflight(
      FailureClassifier classifier,
      ProvisionerSettings settings,
      Ec2Client ec2,
      RdsClient rds,
      StsClient sts,
      Secrets secrets,
      Clock clock,
      HostImages images,
      MigrationNetwork network) {
    var heroku = new HerokuPlatform(settings.heroku().url(), HerokuPlatform.TIMEOUT);
    return new Preflight(
        classifier,
        new HerokuCheck(heroku, secrets),
        new SourceCheck(heroku, secrets),
        new ArchiveCheck(secrets, clock),
        new AwsAccountCheck(sts),
        new HostCheck(ec2, images, network),
        new TargetCheck(rds));
  }

  @Bean
  static LaunchHost launchHost(
      Ec2Client ec2,
      Secrets secrets,
      MigrationNetwork network,
      HostImages images,
      ProvisionerSettings settings) {
    return new LaunchHost(ec2, new LoginKey(ec2, secrets), network, images, settings.recheck());
  }

  @Bean
  static CreateTarget createTarget(
      RdsClient rds, MigrationNetwork network, ProvisionerSettings settings) {
    return new CreateTarget(rds, network, settings);
  }

  @Bean
  static ReleaseInfrastructure releaseInfrastructure(
      Ec2Client ec2, RdsClient rds, Secrets secrets, ProvisionerSettings settings) {
    return new ReleaseInfrastructure(ec2, rds, secrets, settings.recheck());
  }

  @Bean
  static MigrationNetwork migrationNetwork(Ec2Client ec2, ProvisionerSettings settings) {
    return new MigrationNetwork(ec2, settings.ssh().port());
  }

  @Bean
  static HostImages hostImages(Ec2Client ec2, ProvisionerSettings settings) {
    return new HostImages(ec2, settings.image());
  }
}
