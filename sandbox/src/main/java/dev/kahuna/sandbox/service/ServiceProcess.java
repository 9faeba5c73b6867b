package dev.kahuna.sandbox.service;

import dev.kahuna.standin.process.ChildProcesses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One service: started, and started again whenever it ends before it is told to. */
public final class ServiceProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceProcess.class);

  // Start-up counts more here than peak speed, and memory more than both.
  private static final List<String> FLAGS =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-Xss512k",
          "-Xmx192m",
          "-XX:-UsePerfData",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private final String name;
  private final Path jar;
  private final int port;
  private final Path log;
  private final Path temporary;
  private final Map<String, String> environment;
  private final ChildProcesses children;
  private Process process;
  private boolean closed;

  ServiceProcess(
      String name,
      Path jar,
      int port,
      Path log,
      Path temporary,
      Map<String, String> environment,
      ChildProcesses children)
      throws IOException {
    this.name = name;
    this.jar = jar;
    this.port = port;
    this.log = log;
    this.temporary = temporary;
    this.environment = Map.copyOf(environment);
    this.children = children;
    this.process = launch();
  }

  private Process launch() throws IOException {
    var java = ProcessHandle.current().info().command().orElse("java");
    var command = new java.util.ArrayList<String>(List.of(java));
    command.addAll(FLAGS);
    // What a killed process leaves in its temporary directory goes with the sandbox's own files.
    command.add("-Djava.io.tmpdir=" + temporary);
    var classes = ServiceJar.classes(jar);
    if (Files.exists(classes)) {
      command.add("-XX:SharedArchiveFile=" + classes);
    }
    command.addAll(List.of("-jar", jar.toString()));
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    builder.environment().put("SERVER_PORT", String.valueOf(port));
    var launched = children.start(name, builder);
    CompletableFuture<Process> unused = launched.onExit().whenComplete((p, e) -> ended(p));
    return launched;
  }

  private synchronized void ended(Process dead) {
    if (closed) {
      return;
    }
    LOG.info("{} ended with status {}; it starts again", name, dead.exitValue());
    try {
      process = launch();
    } catch (IOException e) {
      LOG.error("{} could not be started again", name, e);
    }
  }

  /** The service's name. */
  public String name() {
    return name;
  }

  /** Where its health and metrics are. */
  public int port() {
    return port;
  }

  /** Whether its log, of this start or an earlier one, has a line with all of these in it. */
  boolean logged(String... parts) {
    try (var lines = Files.lines(log)) {
      return lines.anyMatch(line -> Stream.of(parts).allMatch(line::contains));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills it as {@code kill -9} does, and returns when it is dead; it starts again. */
  public synchronized void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Kills it as {@code kill -9} does; it stays dead. */
  public synchronized void killForGood() {
    closed = true;
    process.destroyForcibly();
  }

  /** Its process as it is now; another one after a kill. */
  public synchronized ProcessHandle handle() {
    return process.toHandle();
  }

  @Override
  public synchronized void close() {
    closed = true;
    process.destroy();
  }
}
