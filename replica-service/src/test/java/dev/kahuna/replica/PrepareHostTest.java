package dev.kahuna.replica;

import static dev.kahuna.event.HostRole.STANDBY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ReplicaEvent.HostPrepared;
import dev.kahuna.failure.Rejected;
import dev.kahuna.replica.ssh.HostScript;
import dev.kahuna.replica.ssh.SshHosts;
import dev.kahuna.standin.host.HostFleet;
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

      assertThat(on(run, "as_postgres stat --format=%a \"$home/etc\" \"$home/etc/client.key\""))
          .isEqualToIgnoringNewLines("700600");
    }
  }

  @Test
  void aVolumeWithSomebodyElsesFileSystemIsLeftAlone() throws Exception {
    try (var run = new ReplicaUnderTest(15)) {
      run.request();
      run.launch(STANDBY);
      on(run, "sudo mkfs -t ext4 /dev/nvme1n1");
      assertThatThrownBy(() -> run.steps.again("prepare-standby-host"))
          .isInstanceOf(Rejected.class)
          .hasMessageContaining("holds a file system or partitions (ext4)");
    }
  }

  private static String on(ReplicaUnderTest run, String script) throws InterruptedException {
    var launched = run.steps.migration().get(HostLaunched.class, STANDBY);
    try (var host = new SshHosts(run.secrets, HostFleet.SSH_PORT).open(launched)) {
      return host.run(new HostScript("test", script), Map.of(), Duration.ofSeconds(10));
    }
  }
}
