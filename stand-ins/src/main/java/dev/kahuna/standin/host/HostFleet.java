package dev.kahuna.standin.host;

import dev.kahuna.standin.aws.ec2.BootedInstance;
import dev.kahuna.standin.aws.ec2.InstanceLaunch;
import dev.kahuna.standin.postgres.Loopback;
import dev.kahuna.standin.postgres.PostgresServer;
import dev.kahuna.standin.tool.ToolServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The hosts, each with an address of its own. */
public final class HostFleet implements Fleet {
  /** What an ordinary user can listen on; Postgres on the hosts has its usual port. */
  public static final int SSH_PORT = 2222;

  private static final int POSTGRES_PORT = 5432;

  private final PostgresServer.Machine machine;
  private final Path directory;
  private final ToolServer tools;
  private final HostVariables variables;
  private final Map<String, SimulatedHost> hosts = new ConcurrentHashMap<>();
  private final AtomicInteger number = new AtomicInteger();

  /**
   * @param directory where the hosts' directories are made; a short path
   */
  public HostFleet(PostgresServer.Machine machine, Path directory, ToolServer tools) {
    this(machine, directory, tools, HostVariables.NONE);
  }

  /**
   * @param variables what every login and every unit has beside the usual
   */
  public HostFleet(
      PostgresServer.Machine machine, Path directory, ToolServer tools, HostVariables variables) {
    this.machine = machine;
    this.directory = directory;
    this.tools = tools;
    this.variables = variables;
  }

  @Override
  public BootedInstance boot(InstanceLaunch launch) throws IOException {
    var host =
        new SimulatedHost(
            launch,
            address(launch.privateIpHint()),
            SSH_PORT,
            directory.resolve("h" + number.incrementAndGet()),
            machine,
            tools,
            variables);
    hosts.put(launch.instanceId(), host);
    return new BootedInstance(host.address().getHostAddress(), host.hostKeyLines());
  }

  /** The hinted address, or another one, on which SSH and Postgres can listen. */
  public static InetAddress address(String hint) throws IOException {
    var hinted = InetAddress.ofLiteral(hint);
    return Loopback.free(hinted, SSH_PORT, POSTGRES_PORT)
        ? hinted
        : Loopback.freeAddress(SSH_PORT, POSTGRES_PORT);
  }

  /** A host that was booted, to look at from outside. */
  public SimulatedHost host(String instanceId) {
    var host = hosts.get(instanceId);
    if (host == null) {
      throw new IllegalArgumentException("There is no host " + instanceId);
    }
    return host;
  }

  @Override
  public Optional<WalGDownload> walG() {
    return Optional.empty();
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
