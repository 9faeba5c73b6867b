package dev.kahuna.standin.host;

import dev.kahuna.standin.archive.WalG;
import dev.kahuna.standin.aws.ec2.InstanceLaunch;
import dev.kahuna.standin.postgres.PostgresServer;
import dev.kahuna.standin.process.StateDirectory;
import dev.kahuna.standin.process.Stragglers;
import dev.kahuna.standin.tool.Tool;
import dev.kahuna.standin.tool.ToolServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A host with SSH, systemd, disks, sudo and the programs of Postgres: a directory, an address and
 * processes of an ordinary user.
 */
public final class SimulatedHost implements AutoCloseable {
  private static final List<String> SCRIPTS =
      List.of("sudo", "tee", "install", "lsb_release", "free", "nothing-to-do");

  /** Programs that change owners, users or the kernel; here there is nothing to change. */
  private static final List<String> NOTHING_TO_DO =
      List.of(
          "chown",
          "chgrp",
          "useradd",
          "adduser",
          "usermod",
          "groupadd",
          "addgroup",
          "sysctl",
          "udevadm",
          "xfs_growfs",
          "cloud-init",
          "add-apt-repository",
          "ldconfig",
          "swapoff");

  private final InetAddress address;
  private final Path root;
  private final HostProcesses processes;
  private final Systemd systemd;
  private final SshServers.Running ssh;
  private final List<Runnable> tools = new ArrayList<>();

  /**
   * Boots a host.
   *
   * @param root a directory for it that does not exist; its path plus 40 characters must fit into a
   *     Unix socket's name
   */
  SimulatedHost(
      InstanceLaunch launch,
      InetAddress address,
      int sshPort,
      Path root,
      PostgresServer.Machine machine,
      ToolServer toolServer,
      HostVariables variables)
      throws IOException {
    this.address = address;
    this.root = root;
    machine.user().makeDirectory(root);
    for (var directory : List.of("home", "srv", "bin", "usr/bin", "usr/local/bin", "journal")) {
      makeDirectory(root.resolve(directory), machine);
    }
    makeDirectory(root.resolve("etc/systemd/system"), machine);
    processes =
        new HostProcesses(
            machine.user(),
            machine.processes(),
            root.resolve("home"),
            loginEnvironment(root, variables.on(root)));
    var journal = new Journal(root.resolve("journal"));
    systemd = new Systemd(processes, root.resolve("etc/systemd/system"), journal);
    installPrograms(
        new Disks(launch.volumes(), root.resolve("etc/fstab")), journal, machine, toolServer);
    ssh = SshServers.start(address, sshPort, launch.loginPublicKeys(), processes);
  }

  private void makeDirectory(Path directory, PostgresServer.Machine machine) throws IOException {
    machine.user().makeDirectory(directory);
    for (var at = directory; !at.equals(root); at = Objects.requireNonNull(at.getParent())) {
      machine.user().own(at);
    }
  }

  private static Map<String, String> loginEnvironment(Path root, Map<String, String> more) {
    var path =
        List.of(
            root + "/bin",
            root + "/usr/local/bin",
            root + "/usr/bin",
            "/usr/local/sbin",
            "/usr/local/bin",
            "/usr/sbin",
            "/usr/bin",
            "/sbin",
            "/bin");
    var environment = new HashMap<>(more);
    environment.put("PATH", String.join(":", path));
    environment.put("HOME", root + "/home");
    environment.put("USER", "ubuntu");
    environment.put("LOGNAME", "ubuntu");
    environment.put("SHELL", "/bin/bash");
    environment.put("LANG", "C.UTF-8");
    environment.put(Stragglers.ROOT, root.toString());
    environment.put("SUDO_KEEPS", String.join(" ", more.keySet()));
    return Map.copyOf(environment);
  }

  private void installPrograms(
      Disks disks, Journal journal, PostgresServer.Machine machine, ToolServer toolServer)
      throws IOException {
    var bin = root.resolve("bin");
    for (var script : SCRIPTS) {
      try (var in =
          Objects.requireNonNull(SimulatedHost.class.getResourceAsStream(script + ".sh"))) {
        Files.copy(in, bin.resolve(script));
      }
      Files.setPosixFilePermissions(
          bin.resolve(script), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    for (var program : NOTHING_TO_DO) {
      Files.createSymbolicLink(bin.resolve(program), Path.of("nothing-to-do"));
    }
    var inProcess = new LinkedHashMap<String, Tool>(new DiskTools(disks).byName());
    inProcess.putAll(new AptTools(machine.binaries(), root.resolve("usr/bin")).byName());
    inProcess.put("systemctl", systemd::control);
    inProcess.put("systemd-run", systemd::run);
    inProcess.put("journalctl", journal::print);
    var walG = new WalG(machine.user());
    inProcess.put("wal-g", walG);
    for (var tool : inProcess.entrySet()) {
      tools.add(toolServer.install(bin.resolve(tool.getKey()), tool.getValue()));
    }
    tools.add(walG::close);
  }

  /** Where it listens for SSH, and Postgres on it. */
  public InetAddress address() {
    return address;
  }

  /** Its public host keys, each as {@code type base64 comment}. */
  public List<String> hostKeyLines() {
    return ssh.hostKeyLines();
  }

  /** The directory that has everything of it. */
  public Path root() {
    return root;
  }

  /** Ends its SSH server and all of its processes, and removes the directory. */
  @Override
  public void close() throws IOException {
    ssh.close();
    Stragglers.of(root).end();
    systemd.close();
    tools.forEach(Runnable::run);
    StateDirectory.deleteTree(root);
  }
}
