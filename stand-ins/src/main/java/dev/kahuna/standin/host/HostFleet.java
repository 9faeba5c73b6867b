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
  private final Map<String, String> environment;
  private final Map<String, SimulatedHost> hosts = new ConcurrentHashMap<>();
  private final AtomicInteger number = new AtomicInteger();

  /**
   * @param directory where the hosts' directories are made; a short path
   */
  public HostFleet(PostgresServer.Machine machine, Path directory, ToolServer tools) {
    this(machine, directory, tools, Map.of());
  }

  /**
   * @param environment what every login and every unit has beside the usual: where an address is
   *     that on a real host everybody knows
   */
  public HostFleet(
      PostgresServer.Machine machine,
      Path directory,
      ToolServer tools,
      Map<String, String> environment) {
    this.machine = machine;
    this.directory = directory;
    this.tools = tools;
    this.environment = Map.copyOf(environment);
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
            environment);
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
  public Map<String, String> walG() {
    return Map.of();
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
