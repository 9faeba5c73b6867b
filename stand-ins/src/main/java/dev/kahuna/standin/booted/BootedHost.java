package dev.kahuna.standin.booted;

import dev.kahuna.standin.aws.ec2.InstanceLaunch;
import dev.kahuna.standin.process.Shell;
import dev.kahuna.standin.process.StateDirectory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One container that boots Debian, and the files behind its volumes. */
final class BootedHost implements AutoCloseable {
  /** Processes of the host are told from the machine's own by their container alone. */
  private static final List<String> LIKE_A_MACHINE =
      List.of(
          // The hosts share the machine's network: each has a loopback address of its own.
          "--network=host",
          "--cap-add=SYS_ADMIN",
          "--cap-add=SYS_BOOT",
          "--security-opt=seccomp=unconfined",
          "--security-opt=apparmor=unconfined",
          "--tmpfs=/run",
          "--tmpfs=/run/lock",
          "--tmpfs=/tmp:exec",
          "--volume=/sys/fs/cgroup:/sys/fs/cgroup:rw",
          "--env=container=docker",
          "--stop-signal=SIGRTMIN+3",
          // A reboot ends the container with the status of a signal.
          "--restart=on-failure");

  private static final Duration BOOT_LIMIT = Duration.ofSeconds(60);
  private static final int CONNECT_MILLIS = 500;
  private static final int LOGIN_UID = 1000;

  private final String name;
  private final String address;
  private final int sshPort;
  private final Path directory;
  private final List<String> devices = new ArrayList<>();

  /**
   * @param directory for the host's own files; made, and removed in the end
   */
  BootedHost(InstanceLaunch launch, String address, int sshPort, Path directory) {
    this.name = "stand-in-" + launch.instanceId();
    this.address = address;
    this.sshPort = sshPort;
    this.directory = directory;
  }

  /** Boots it, and returns its public host keys. */
  List<String> boot(InstanceLaunch launch, String image, Path walG, String label)
      throws IOException {
    var root = Files.createDirectories(directory.resolve("root"));
    var key = writeConfiguration(root, launch);
    var create = new ArrayList<>(List.of("docker", "create", "--name=" + name, "--label=" + label));
    create.addAll(LIKE_A_MACHINE);
    create.add("--hostname=" + launch.instanceId());
    create.add("--add-host=" + launch.instanceId() + ":" + address);
    create.add("--volume=" + walG + ":" + WalGPackage.AT + ":ro");
    create.add("--volume=" + System.getProperty("java.home") + ":" + WalGPackage.JDK + ":ro");
    devices.forEach(device -> create.add("--device=" + device));
    create.addAll(List.of(image, "/sbin/init"));
    Shell.run(create);
    Shell.run(List.of("docker", "cp", "--archive", root + "/.", name + ":/"));
    Shell.run(List.of("docker", "start", name));
    awaitSsh();
    return List.of(key);
  }

  private String writeConfiguration(Path root, InstanceLaunch launch) throws IOException {
    var ssh = Files.createDirectories(root.resolve("etc/ssh"));
    Files.createDirectories(ssh.resolve("sshd_config.d"));
    Files.writeString(
        ssh.resolve("sshd_config.d/address.conf"),
        "ListenAddress %s\nPort %d\n".formatted(address, sshPort));
    var key = ssh.resolve("ssh_host_ed25519_key");
    Shell.run(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString()));
    var login = Files.createDirectories(root.resolve("home/ubuntu/.ssh"));
    Files.write(login.resolve("authorized_keys"), launch.loginPublicKeys());
    Files.setPosixFilePermissions(login, PosixFilePermissions.fromString("rwx------"));
    for (var owned :
        List.of(root.resolve("home/ubuntu"), login, login.resolve("authorized_keys"))) {
      Files.setAttribute(owned, "unix:uid", LOGIN_UID);
      Files.setAttribute(owned, "unix:gid", LOGIN_UID);
    }
    var volumes = new StringBuilder();
    for (var volume : launch.volumes()) {
      volumes
          .append(deviceNumber(attach(volume)))
          .append(' ')
          .append(volume.volumeId().replace("-", ""))
          .append('\n');
    }
    Files.writeString(root.resolve("etc/volumes"), volumes);
    return Files.readString(Path.of(key + ".pub")).strip();
  }

  private String attach(InstanceLaunch.Volume volume) throws IOException {
    var file = directory.resolve(volume.volumeId());
    Shell.run(List.of("truncate", "--size=" + volume.sizeGib() + "G", file.toString()));
    var device = Shell.run(List.of("losetup", "--find", "--show", file.toString())).strip();
    devices.add(device);
    return device;
  }

  private static String deviceNumber(String device) throws IOException {
    return Files.readString(Path.of("/sys/block", Path.of(device).getFileName().toString(), "dev"))
        .strip();
  }

  /** Reboots it as its own root would, and waits until it takes logins again. */
  void reboot() throws IOException {
    var before = startedAt();
    Shell.run(List.of("docker", "exec", "--detach", name, "systemctl", "reboot"));
    until("rebooted", () -> !startedAt().equals(before));
    awaitSsh();
  }

  void atConsole(String command) throws IOException {
    Shell.run(List.of("docker", "exec", name, "bash", "-c", command));
  }

  private String startedAt() throws IOException {
    return Shell.run(List.of("docker", "inspect", "--format={{.State.StartedAt}}", name)).strip();
  }

  private void awaitSsh() throws IOException {
    until("took logins", this::answersSsh);
  }

  private boolean answersSsh() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, sshPort), CONNECT_MILLIS);
      socket.setSoTimeout(CONNECT_MILLIS);
      var greeting = socket.getInputStream().readNBytes("SSH-".length());
      return new String(greeting, StandardCharsets.US_ASCII).equals("SSH-");
    } catch (IOException e) {
      return false;
    }
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private void until(String what, Condition condition) throws IOException {
    var deadline = Instant.now().plus(BOOT_LIMIT);
    while (!condition.holds()) {
      if (Instant.now().isAfter(deadline)) {
        throw new IOException(
            "%s has not %s within %d s: %s"
                .formatted(
                    name,
                    what,
                    BOOT_LIMIT.toSeconds(),
                    Shell.run(List.of("docker", "logs", "--tail=20", name))));
      }
      try {
        Thread.sleep(Duration.ofMillis(100));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException(name);
      }
    }
  }

  /** Ends it with its volumes. */
  @Override
  public void close() throws IOException {
    Shell.run(List.of("docker", "rm", "--force", "--volumes", name));
    for (var device : devices) {
      Shell.run(List.of("losetup", "--detach", device));
    }
    StateDirectory.deleteTree(directory);
  }
}
