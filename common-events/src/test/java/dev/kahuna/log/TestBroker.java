package dev.kahuna.log;

import dev.kahuna.broker.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;

/** A real broker in the test's JVM, with a temporary directory. */
public final class TestBroker implements AutoCloseable {
  private final Path directory;
  private final EmbeddedBroker broker;

  /** Starts one. */
  public TestBroker() {
    try {
      directory = Files.createTempDirectory("kahuna-broker-");
      broker = new EmbeddedBroker(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The address for clients. */
  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** The settings with which a client connects. */
  public Map<String, Object> connection() {
    return Map.of("bootstrap.servers", bootstrapServers());
  }

  /** Stops the broker and removes its directory. */
  @Override
  public void close() {
    broker.close();
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
