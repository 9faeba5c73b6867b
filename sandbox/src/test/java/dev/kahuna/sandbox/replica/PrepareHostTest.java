package dev.kahuna.sandbox.replica;

import static dev.kahuna.event.HostRole.STANDBY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ReplicaEvent.HostPrepared;
import dev.kahuna.replica.ssh.HostScript;
import dev.kahuna.replica.ssh.SshHosts;
import dev.kahuna.sandbox.host.HostFleet;
import dev.kahuna.step.Rejected;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrepareHostTest {

  @Test
  void aHostIsPreparedOnceAndAgainWithoutHarm() throws Exception {
    try (var run = new ReplicaUnderTest(15)) {
      run.request();
      run.launch(STANDBY);
      var prepared = run.steps.until(HostPrepared.class);
      assertThat(run.steps.again("prepare-standby-host")).containsExactly(prepared);
      assertThat(prepared.certificate()).startsWith("-----BEGIN CERTIFICATE-----");

      var instance = run.steps.migration().get(HostLaunched.class, STANDBY).instanceId();
      var home = run.hosts.host(instance).root().resolve("kahuna");
      assertThat(Files.getPosixFilePermissions(home.resolve("etc")))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
      assertThat(Files.getPosixFilePermissions(home.resolve("etc/client.key")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void aVolumeWithSomebodyElsesFileSystemIsLeftAlone() throws Exception {
    try (var run = new ReplicaUnderTest(15)) {
      run.request();
      run.launch(STANDBY);
      var launched = run.steps.migration().get(HostLaunched.class, STANDBY);
      try (var host = new SshHosts(run.secrets, HostFleet.SSH_PORT).open(launched)) {
        var format = new HostScript("format", "sudo mkfs -t ext4 /dev/nvme1n1");
        host.run(format, Map.of(), Duration.ofSeconds(10));
      }
      assertThatThrownBy(() -> run.steps.again("prepare-standby-host"))
          .isInstanceOf(Rejected.class)
          .hasMessageContaining("holds a file system of type ext4");
    }
  }
}
