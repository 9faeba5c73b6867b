package dev.kahuna.log;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.utils.Time;

/** A real broker, KRaft, in the test's JVM. */
public final class TestBroker implements AutoCloseable {
  private final Path directory;
  private final int port;
  private final KafkaRaftServer server;

  /** Formats a directory of its own and starts. */
  public TestBroker() {
    try {
      directory = Files.createTempDirectory("kahuna-broker-");
      port = freePort();
      var controllerPort = freePort();
      var settings = settings(controllerPort);
      var file = directory.resolve("server.properties");
      try (var out = Files.newBufferedWriter(file)) {
        settings.store(out, null);
      }
      var quiet = new PrintStream(OutputStream.nullOutputStream());
      StorageTool.execute(
          new String[] {
            "format", "-c", file.toString(), "-t", "MkU3OEVBNTcwNTJENDM2Qg", "--ignore-formatted"
          },
          quiet);
      server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
      server.startup();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Properties settings(int controllerPort) {
    var settings = new Properties();
    settings.putAll(
        Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", "1"),
            Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controllerPort),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort),
            Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
            Map.entry("log.dirs", directory.resolve("log").toString()),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "4"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("transaction.state.log.num.partitions", "4"),
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("group.min.session.timeout.ms", "1000")));
    return settings;
  }

  /** Where clients connect. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** What a client needs to connect. */
  public Map<String, Object> connection() {
    return Map.of("bootstrap.servers", bootstrapServers());
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Stops the broker and removes its directory. */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                Path visited, @org.jspecify.annotations.Nullable IOException failure)
                throws IOException {
              Files.delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
