package dev.kahuna.replica;

import static dev.kahuna.event.HostRole.REPLICA;
import static dev.kahuna.event.HostRole.STANDBY;

import dev.kahuna.event.HostRole;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ReplicaEvent.BaseBackupRestored;
import dev.kahuna.event.ReplicaEvent.HostPrepared;
import dev.kahuna.event.ReplicaEvent.ReplicaStarted;
import dev.kahuna.event.ReplicaEvent.StandbyStarted;
import dev.kahuna.replica.host.ClientIdentity;
import dev.kahuna.replica.host.HostDatabases;
import dev.kahuna.replica.host.PrepareHost;
import dev.kahuna.replica.recovery.RestoreBaseBackup;
import dev.kahuna.replica.recovery.StartReplica;
import dev.kahuna.replica.recovery.StartStandby;
import dev.kahuna.replica.ssh.SshHosts;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.FailureClassifier;
import dev.kahuna.step.Saga;
import dev.kahuna.step.Step;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What this service does, in the order of the runbook. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReplicaSettings.class)
public class ReplicaSteps {
  private static final Duration INSTALLATION = Duration.ofMinutes(20);
  private static final Duration STOPPING_POSTGRES = Duration.ofMinutes(6);

  @Bean
  FailureClassifier failureClassifier() {
    return new FailureClassifier(failure -> Optional.empty());
  }

  /** The steps; made without any input or output. */
  @Bean
  public Saga saga(Secrets secrets, Clock clock, ReplicaSettings settings) {
    var hosts = new SshHosts(secrets, settings.ssh().port());
    var databases = new HostDatabases(secrets);
    var identity = new ClientIdentity(secrets, clock);
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
            .does(new StartStandby(hosts, databases, settings.postgres())::run));
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
