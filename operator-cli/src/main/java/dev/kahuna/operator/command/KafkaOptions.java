package dev.kahuna.operator.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import picocli.CommandLine.Option;

/** How a command reaches Kafka. */
final class KafkaOptions {
  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      defaultValue = "${env:KAFKA_BOOTSTRAP_SERVERS:-localhost:9092}",
      description = "Kafka's bootstrap servers (KAFKA_BOOTSTRAP_SERVERS; default localhost:9092).")
  private String servers = "";

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description = "Properties file for Kafka's clients, for TLS and SASL.")
  private Optional<Path> file = Optional.empty();

  /**
   * The settings of Kafka's clients.
   *
   * @throws BadInput when the file can't be read
   */
  Map<String, Object> connection() {
    var connection = new HashMap<String, Object>();
    file.ifPresent(path -> read(path).forEach((k, v) -> connection.put(String.valueOf(k), v)));
    connection.put("bootstrap.servers", servers);
    return connection;
  }

  private static Properties read(Path path) {
    var properties = new Properties();
    try (var in = Files.newBufferedReader(path)) {
      properties.load(in);
      return properties;
    } catch (IOException | IllegalArgumentException e) {
      throw new BadInput(
          "The file %s can't be read as a properties file; check the path and the format."
              .formatted(path));
    }
  }
}
