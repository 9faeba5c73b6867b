package dev.kahuna.provisioner;

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
import dev.kahuna.provisioner.preflight.LineageCheck;
import dev.kahuna.provisioner.preflight.Preflight;
import dev.kahuna.provisioner.preflight.SourceCheck;
import dev.kahuna.provisioner.preflight.TargetCheck;
import dev.kahuna.provisioner.release.ReleaseInfrastructure;
import dev.kahuna.provisioner.target.CreateTarget;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.FailureClassifier;
import dev.kahuna.step.Saga;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.sts.StsClient;

/** Builds provisioner-service from its parts. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProvisionerSettings.class)
class ProvisionerConfiguration {

  @Bean
  Saga saga(
      Preflight preflight, LaunchHost hosts, CreateTarget target, ReleaseInfrastructure release) {
    return new ProvisionerSteps(preflight, hosts, target, release).saga();
  }

  @Bean
  FailureClassifier failureClassifier() {
    return new FailureClassifier(AwsFailures::kind);
  }

  @Bean
  Ec2Client ec2() {
    return AwsClients.ec2();
  }

  @Bean
  RdsClient rds() {
    return AwsClients.rds();
  }

  @Bean
  StsClient sts() {
    return AwsClients.sts();
  }

  @Bean
  Preflight preflight(
      FailureClassifier classifier,
      HerokuPlatform heroku,
      Ec2Client ec2,
      RdsClient rds,
      StsClient sts,
      Secrets secrets,
      Clock clock,
      HostImages images,
      MigrationNetwork network) {
    return new Preflight(
        classifier,
        new HerokuCheck(heroku, secrets),
        new SourceCheck(heroku, secrets),
        new LineageCheck(heroku, secrets),
        new ArchiveCheck(secrets, clock),
        new AwsAccountCheck(sts),
        new HostCheck(ec2, images, network),
        new TargetCheck(rds));
  }

  @Bean
  LaunchHost launchHost(
      Ec2Client ec2,
      Secrets secrets,
      MigrationNetwork network,
      HostImages images,
      ProvisionerSettings settings) {
    return new LaunchHost(ec2, new LoginKey(ec2, secrets), network, images, settings.recheck());
  }

  @Bean
  CreateTarget createTarget(RdsClient rds, MigrationNetwork network, ProvisionerSettings settings) {
    return new CreateTarget(rds, network, settings.target(), settings.recheck());
  }

  @Bean
  ReleaseInfrastructure releaseInfrastructure(
      Ec2Client ec2, RdsClient rds, Secrets secrets, ProvisionerSettings settings) {
    return new ReleaseInfrastructure(ec2, rds, secrets, settings.recheck());
  }

  @Bean
  MigrationNetwork migrationNetwork(Ec2Client ec2, ProvisionerSettings settings) {
    return new MigrationNetwork(ec2, settings.ssh().port());
  }

  @Bean
  HostImages hostImages(Ec2Client ec2, ProvisionerSettings settings) {
    return new HostImages(ec2, settings.image());
  }
}
