package dev.kahuna.standin.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kahuna.standin.aws.ec2.BootedInstance;
import dev.kahuna.standin.aws.ec2.InstanceLaunch;
import dev.kahuna.standin.postgres.TestMachine;
import dev.kahuna.standin.process.Stragglers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.schmizz.sshj.connection.channel.direct.Signal;
import net.schmizz.sshj.userauth.UserAuthException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulatedHostTest {
  private static final String ID = "i-0123456789abcdef0";

  @TempDir private static Path keys;
  private static TestMachine sandbox;
  private static HostFleet hosts;
  private static BootedInstance host;
  private static SshKey key;

  private HostSession ssh;

  @BeforeAll
  static void boot() throws IOException {
    sandbox = TestMachine.claim("t-host");
    hosts =
        new HostFleet(
            sandbox.machine(),
            sandbox.state().root().resolve("h"),
            sandbox.tools(),
            root -> Map.of("SERVICE_HOME", root + "/srv"));
    key = SshKey.generate(keys);
    host =
        hosts.boot(
            new InstanceLaunch(
                ID,
                List.of(key.publicLine()),
                List.of(new InstanceLaunch.Volume("vol-0a1b2c3d", "/dev/sdf", 20)),
                "127.77.0.11"));
  }

  @AfterAll
  static void end() throws IOException {
    var root = hosts.host(ID).root();
    hosts.close();
    assertThat(root).doesNotExist();
    assertThat(Stragglers.of(root).processes()).isEmpty();
    sandbox.close();
  }

  @BeforeEach
  void connect() throws IOException {
    ssh = HostSession.open(host, key.privateKey());
  }

  @AfterEach
  void disconnect() throws IOException {
    ssh.close();
  }

  @Test
  void onlyTheLaunchedKeyAndLoginGetIn(@TempDir Path directory) throws IOException {
    var other = SshKey.generate(directory);
    assertThatThrownBy(() -> HostSession.open(host, other.privateKey()))
        .isInstanceOf(UserAuthException.class);
    var wrongHostKey = new BootedInstance(host.address(), List.of(other.publicLine()));
    assertThatThrownBy(() -> HostSession.open(wrongHostKey, key.privateKey()))
        .hasMessageContaining("verify");
  }

  @Test
  void commandsHaveInputOutputStatusAndSignals() throws IOException {
    var ended = ssh.run("read -r word; echo \"got $word\"; echo oops >&2; exit 7", "this\n");
    assertThat(ended).isEqualTo(new HostSession.Ended(7, "got this", "oops"));

    try (var first = ssh.client().startSession();
        var second = ssh.client().startSession();
        var waiting = first.exec("exec sleep 600");
        var other = second.exec("echo beside")) {
      assertThat(other.getInputStream().readAllBytes()).asString().isEqualTo("beside\n");
      waiting.signal(Signal.TERM);
      waiting.join();
      assertThat(waiting.getExitStatus()).isEqualTo(143);
    }
  }

  @Test
  void aUnitOutlivesTheConnectionAndItsEndIsTold() throws IOException {
    ssh.ok("sudo systemd-run --unit=long -- sleep 600");
    ssh.close();
    ssh = HostSession.open(host, key.privateKey());
    assertThat(ssh.ok("systemctl is-active long")).isEqualTo("active");
    assertThat(ssh.run("sudo systemd-run --unit=long -- true").error())
        .contains("was already loaded");
    ssh.ok("sudo systemctl stop long.service");
    assertThat(ssh.run("systemctl is-active long"))
        .isEqualTo(new HostSession.Ended(4, "inactive", ""));

    ssh.ok("sudo systemd-run --unit=bad --setenv=WHY=disk -- bash -c 'echo \"$WHY full\"; exit 7'");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> ssh.run("systemctl is-active bad").output().equals("failed"));
    assertThat(ssh.ok("systemctl show -p ExecMainStatus,Result,ActiveState --value bad"))
        .isEqualTo("exit-code\n7\nfailed");
    assertThat(ssh.ok("sudo journalctl -u bad -n 1 --no-pager")).isEqualTo("disk full");
    ssh.ok("sudo systemctl reset-failed bad");
    assertThat(ssh.ok("systemctl show -p ActiveState,Result --value bad"))
        .isEqualTo("success\ninactive");
  }

  @Test
  void aCommandIsNotKilledWithItsConnection() throws IOException {
    ssh.ok("nohup setsid sleep 600 >/dev/null 2>&1 </dev/null & echo $! > background.pid");
    ssh.close();
    ssh = HostSession.open(host, key.privateKey());
    ssh.ok("kill -0 $(cat background.pid)");
  }

  @Test
  void theMachineItselfIsNotTouched() throws IOException {
    var before = Files.readString(Path.of("/etc/fstab"));
    ssh.ok("echo '# a line of the host' | sudo tee -a /etc/fstab");
    ssh.ok("sudo grep -q 'a line of the host' /etc/fstab");
    assertThat(ssh.run("echo x >> /etc/fstab").status()).isNotZero();
    assertThat(Path.of("/etc/fstab")).hasContent(before);
  }

  @Test
  void volumesAreFoundBySerialAndFormattedOnce() throws IOException {
    assertThat(ssh.ok("lsblk --json -o NAME,SERIAL,FSTYPE,MOUNTPOINT,SIZE,UUID"))
        .contains(
            "{\"name\":\"nvme1n1\",\"serial\":\"vol0a1b2c3d\",\"fstype\":null,"
                + "\"mountpoint\":null,\"size\":\"20G\",\"uuid\":null}");
    assertThat(ssh.run("sudo blkid -s UUID -o value /dev/nvme1n1").status()).isEqualTo(2);
    ssh.ok("sudo mkfs.xfs /dev/nvme1n1");
    assertThat(ssh.run("sudo mkfs.xfs /dev/nvme1n1").error()).contains("use -f");
    assertThat(ssh.run("mountpoint -q \"$SERVICE_HOME\"").status()).isEqualTo(32);
    ssh.ok("sudo mount UUID=$(sudo blkid -s UUID -o value /dev/nvme1n1) \"$SERVICE_HOME\"");
    assertThat(ssh.ok("findmnt -n -o SOURCE,FSTYPE --target \"$SERVICE_HOME/data\""))
        .isEqualTo("/dev/nvme1n1 xfs");
  }

  @Test
  void sudoResetsTheEnvironmentAndSetsWhatItIsTold() throws IOException {
    assertThat(
            ssh.ok(
                "X=1 sudo -n -u postgres Y=2 bash -c 'echo \"${X-none} ${Y-none} $SERVICE_HOME\"'"))
        .isEqualTo("none 2 " + hosts.host(ID).root().resolve("srv"));
    ssh.ok("sudo apt-get install -y postgresql-15");
    assertThat(ssh.ok("postgres --version")).contains("(PostgreSQL) 15");
    assertThat(ssh.ok("pg_basebackup --version")).contains("(PostgreSQL) 15");
  }
}
