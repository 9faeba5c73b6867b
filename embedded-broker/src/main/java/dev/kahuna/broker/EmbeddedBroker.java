package dev.kahuna.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/** One node that is both broker and controller, on free ports of 127.0.0.1. */
public final class EmbeddedBroker implements AutoCloseable {
  private final int port;
  private final KafkaRaftServer server;

  /**
   * A second listener, for clients that connect through a proxy and must keep using it.
   *
   * @param listens the port of the broker to which the proxy connects
   * @param advertised the port of the proxy
   */
  public record Detour(int listens, int advertised) {}

  /**
   * Formats the directory and starts the broker; takes two to four seconds.
   *
   * @param directory an empty directory, which the caller removes after {@link #close}
   */
  public EmbeddedBroker(Path directory) throws IOException {
    this(directory, Optional.empty());
  }

  /** The same, with a second listener for a proxy. */
  public EmbeddedBroker(Path directory, Detour detour) throws IOException {
    this(directory, Optional.of(detour));
  }

  private EmbeddedBroker(Path directory, Optional<Detour> detour) throws IOException {
    port = FreePort.next();
    var settings = settings(directory.resolve("log"), port, FreePort.next());
    detour.ifPresent(proxy -> listen(settings, proxy));
    var file = Files.createDirectories(directory).resolve("server.properties");
    try (var out = Files.newBufferedWriter(file)) {
      settings.store(out, null);
    }
    StorageTool.execute(
        new String[] {"format", "-c", file.toString(), "-t", Uuid.randomUuid().toString()},
        new PrintStream(OutputStream.nullOutputStream()));
    server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
    server.startup();
  }

  private static void listen(Properties settings, Detour detour) {
    var direct = settings.getProperty("listeners").split(",")[0];
    settings.merge("listeners", ",DETOUR://127.0.0.1:" + detour.listens(), EmbeddedBroker::join);
    settings.put("advertised.listeners", direct + ",DETOUR://127.0.0.1:" + detour.advertised());
    settings.merge("listener.security.protocol.map", ",DETOUR:PLAINTEXT", EmbeddedBroker::join);
    settings.put("inter.broker.listener.name", "PLAINTEXT");
  }

  private static String join(Object list, Object more) {
    return list.toString() + more;
  }

  private static Properties settings(Path log, int port, int controllerPort) {
    var broker = "127.0.0.1:" + port;
    var controller = "127.0.0.1:" + controllerPort;
    var settings = new Properties();
    settings.putAll(
        Map.of(
            "process.roles", "broker,controller",
            "node.id", "1",
            "log.dirs", log.toString(),
            "controller.quorum.voters", "1@" + controller,
            "controller.listener.names", "CONTROLLER",
            "listeners", "PLAINTEXT://" + broker + ",CONTROLLER://" + controller,
            "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"));
    // A single node cannot replicate.
    settings.putAll(
        Map.of(
            "offsets.topic.replication.factor", "1",
            "offsets.topic.num.partitions", "4",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "transaction.state.log.num.partitions", "4",
            "group.initial.rebalance.delay.ms", "0",
            "group.min.session.timeout.ms", "1000"));
    return settings;
  }

  /** The address for clients: a value for {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }
}
