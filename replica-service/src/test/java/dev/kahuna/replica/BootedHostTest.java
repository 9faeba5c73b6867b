package dev.kahuna.replica;

import static dev.kahuna.event.HostRole.REPLICA;
import static dev.kahuna.event.HostRole.STANDBY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kahuna.event.HostRole;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ReplicaEvent.HostPrepared;
import dev.kahuna.event.ReplicaEvent.ReplicaStarted;
import dev.kahuna.event.ReplicaEvent.StandbyStarted;
import dev.kahuna.failure.Rejected;
import dev.kahuna.postgres.Queries;
import dev.kahuna.replica.ssh.HostScript;
import dev.kahuna.replica.ssh.SshHosts;
import dev.kahuna.standin.booted.BootedFleet;
import dev.kahuna.standin.host.HostFleet;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Hosts that really boot, prepared from nothing. */
@Tag("booted")
class BootedHostTest {
  private static final Queries QUERIES = Queries.of(CutoverUnderTest.class);
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** Everything that preparing could change: files with owner and mode, mounts, packages, units. */
  private static final String STATE =
      """
      sudo find /etc /usr/local /var/lib/kahuna -type f -exec sha256sum {} + | sort -k 2
      sudo find /etc /usr/local /var/lib/kahuna -printf '%p %M %u %l\\n' | sort
      findmnt --noheadings --output TARGET,FSTYPE "$home/data"
      dpkg-query --show
      systemctl list-unit-files --state=enabled --no-legend
      pg_lsclusters --no-header
      """;

  private ReplicaUnderTest run;
  private BootedFleet fleet;

  @BeforeEach
  void start() throws Exception {
    run =
        new ReplicaUnderTest(
            15, (sandbox, major) -> new BootedFleet(sandbox.state().root().resolve("b")));
    fleet = (BootedFleet) run.hosts;
    run.request();
  }

  @AfterEach
  void end() throws Exception {
    run.close();
  }

  @Test
  void preparedTwiceRebootedAndThenAReplica() throws Exception {
    run.load("shop");
    run.source.pushBaseBackup();
    run.ship();
    run.launch(REPLICA);
    var prepared = run.steps.until(HostPrepared.class);
    var before = on(REPLICA, STATE);
    assertThat(before)
        .contains("/var/lib/kahuna/data xfs", "/etc/sysctl.d/60-kahuna.conf", "chrony.service");
    assertThat(on(REPLICA, "pg_lsclusters --no-header; pgrep -c postgres || true").strip())
        .as("servers of the distribution")
        .isEqualTo("0");

    assertThat(run.steps.again("prepare-replica-host")).containsExactly(prepared);
    assertThat(on(REPLICA, STATE)).isEqualTo(before);

    reboot(REPLICA);
    assertThat(on(REPLICA, STATE)).isEqualTo(before);

    run.steps.until(ReplicaStarted.class);
    reboot(REPLICA);
    await("Postgres after the reboot").atMost(LIMIT).ignoreExceptions().until(this::replays);
    run.launch(STANDBY);
    run.steps.until(StandbyStarted.class);
    assertThat(new CutoverUnderTest(run).perform(15)).isLessThan(LIMIT);
  }

  @Test
  void whatIsNotKahunasIsLeftAlone() throws Exception {
    run.launch(STANDBY);
    var instance = launched(STANDBY).instanceId();
    fleet.atConsole(instance, "mv /etc/sudoers.d/ubuntu /etc/sudoers.ubuntu");
    rejects("The login user ubuntu may not run sudo without a password");
    fleet.atConsole(instance, "mv /etc/sudoers.ubuntu /etc/sudoers.d/ubuntu");

    var device =
        on(STANDBY, "lsblk --nodeps --noheadings --output PATH,SERIAL | grep vol0").split(" ")[0];
    on(STANDBY, "sudo mkfs.ext4 -q " + device);
    rejects("holds a file system or partitions (ext4) that Kahuna did not make");
    on(
        STANDBY,
        "sudo wipefs --quiet --all %1$s; echo , | sudo sfdisk --quiet %1$s".formatted(device));
    rejects("holds a file system or partitions (dos) that Kahuna did not make");
    on(STANDBY, "sudo wipefs --quiet --all " + device);
    assertThat(run.steps.again("prepare-standby-host")).hasSize(1);
  }

  private void rejects(String sentence) {
    assertThatThrownBy(() -> run.steps.again("prepare-standby-host"))
        .isInstanceOf(Rejected.class)
        .hasMessageContaining(sentence);
  }

  private HostLaunched launched(HostRole role) {
    return run.steps.migration().get(HostLaunched.class, role);
  }

  private String on(HostRole role, String script) throws InterruptedException {
    try (var host = new SshHosts(run.secrets, HostFleet.SSH_PORT).open(launched(role))) {
      return host.run(new HostScript("test", script), Map.of(), LIMIT);
    }
  }

  private void reboot(HostRole role) throws IOException {
    fleet.reboot(launched(role).instanceId());
  }

  private boolean replays() throws SQLException {
    try (var replica = run.host(REPLICA)) {
      return QUERIES.one(replica, "in-recovery", row -> row.getBoolean(1));
    }
  }
}
