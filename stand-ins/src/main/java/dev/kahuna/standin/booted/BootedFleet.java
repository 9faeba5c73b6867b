package dev.kahuna.standin.booted;

import dev.kahuna.standin.aws.ec2.BootedInstance;
import dev.kahuna.standin.aws.ec2.InstanceLaunch;
import dev.kahuna.standin.host.Fleet;
import dev.kahuna.standin.host.HostFleet;
import dev.kahuna.standin.process.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Hosts that really boot, each with an address of its own. */
public final class BootedFleet implements Fleet {
  private static final String LABEL = "stand-ins";

  private final Path directory;
  private final String label;
  private final String image;
  private final WalGPackage walG;
  private final Map<String, BootedHost> hosts = new ConcurrentHashMap<>();

  /**
   * Takes about a minute on a machine that has no image of the hosts yet.
   *
   * @param directory where their volumes are kept; made
   * @throws IOException if this machine can't boot hosts; the message says what it lacks
   */
  public BootedFleet(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.label = LABEL + "=" + directory;
    if (!Shell.succeeds(List.of("docker", "info"))) {
      throw new IOException(
          "Booted hosts need root and a running Docker: install docker.io and debootstrap, and start dockerd.");
    }
    endLeftovers();
    this.image = HostImage.ready(directory.resolve("image"));
    this.walG = WalGPackage.in(Files.createDirectories(directory.resolve("wal-g")));
  }

  /** Of a run in the same directory that was killed; Docker would start its hosts again. */
  private void endLeftovers() throws IOException {
    var containers =
        Shell.run(List.of("docker", "ps", "--all", "--quiet", "--filter=label=" + label)).lines();
    for (var container : containers.toList()) {
      Shell.run(List.of("docker", "rm", "--force", "--volumes", container));
    }
    var loops =
        Shell.run(List.of("losetup", "--list", "--noheadings", "--output=NAME,BACK-FILE")).lines();
    for (var loop : loops.map(line -> line.strip().split("\\s+", 2)).toList()) {
      if (loop.length == 2 && loop[1].startsWith(directory + "/")) {
        Shell.run(List.of("losetup", "--detach", loop[0]));
      }
    }
  }

  @Override
  public BootedInstance boot(InstanceLaunch launch) throws IOException {
    var address = HostFleet.address(launch.privateIpHint()).getHostAddress();
    var host =
        new BootedHost(launch, address, HostFleet.SSH_PORT, directory.resolve(launch.instanceId()));
    hosts.put(launch.instanceId(), host);
    return new BootedInstance(address, host.boot(launch, image, walG.directory(), label));
  }

  /** Reboots a host, and waits until it takes logins again. */
  public void reboot(String instanceId) throws IOException {
    host(instanceId).reboot();
  }

  /** What root would do at the host's serial console. */
  public void atConsole(String instanceId, String command) throws IOException {
    host(instanceId).atConsole(command);
  }

  private BootedHost host(String instanceId) {
    var host = hosts.get(instanceId);
    if (host == null) {
      throw new IllegalArgumentException("There is no host " + instanceId);
    }
    return host;
  }

  @Override
  public Optional<WalGDownload> walG() {
    return Optional.of(new WalGDownload(walG.url(), walG.sha256()));
  }

  @Override
  public void terminate(String instanceId) throws IOException {
    var host = hosts.remove(instanceId);
    if (host != null) {
      host.close();
    }
  }

  @Override
  public void close() throws IOException {
    for (var instanceId : List.copyOf(hosts.keySet())) {
      terminate(instanceId);
    }
  }
}
