package dev.kahuna.sandbox.service;

import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.standin.postgres.Loopback;
import dev.kahuna.standin.process.ChildProcesses;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The four services, which know of the sandbox only through their environment. */
public final class Services implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("provisioner-service", "replica-service", "replication-monitor", "cutover-service");
  private static final Duration READY_LIMIT = Duration.ofMinutes(2);
  private static final Duration TELLS_WITHIN = Duration.ofSeconds(5);
  private static final Duration TELLS_EVERY = Duration.ofMillis(20);

  private final List<ServiceProcess> processes = new CopyOnWriteArrayList<>();
  private final Launcher launcher;
  private final Path logs;

  /** Starts one more process of a service, writing to a log of that name. */
  private interface Launcher {
    ServiceProcess launch(String service, String log) throws IOException;
  }

  private Services(Launcher launcher, Path logs) {
    this.launcher = launcher;
    this.logs = logs;
  }

  /**
   * Starts them; see {@link #awaitReady}.
   *
   * @param repository a checkout that has been built
   * @param cache where jars are taken apart, once
   * @param logs a directory for a log file of each
   * @param temporary a directory for what they write down for a moment
   * @param environment URLs and credentials
   */
  public static Services start(
      Path repository,
      Path cache,
      Path logs,
      Path temporary,
      Map<String, String> environment,
      ChildProcesses children)
      throws IOException {
    Files.createDirectories(logs);
    Files.createDirectories(temporary);
    Launcher launcher =
        (name, logName) -> {
          var jar = ServiceJar.in(repository, name).extracted(cache);
          var log = logs.resolve(logName + ".log");
          Files.deleteIfExists(log);
          return new ServiceProcess(
              name, jar, Loopback.freePort(), log, temporary, environment, children);
        };
    var services = new Services(launcher, logs);
    try {
      for (var name : NAMES) {
        services.processes.add(launcher.launch(name, name));
      }
      return services;
    } catch (IOException | RuntimeException e) {
      // Those that run would start again for ever.
      services.close();
      throw e;
    }
  }

  /** Makes later starts of a service faster; see {@link ServiceJar#storeClasses}. */
  public static void storeClasses(String name, Path repository, Path cache) throws IOException {
    ServiceJar.in(repository, name).storeClasses(cache);
  }

  /** Starts a second instance of a service, beside the first; see {@link #awaitReady}. */
  public ServiceProcess second(String name) throws IOException {
    var process = launcher.launch(name, name + "-2");
    processes.add(process);
    return process;
  }

  /** The first instance of that name. */
  public ServiceProcess first(String name) {
    return processes.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }

  /**
   * The instance that said a fact, as its own log tells a moment after Kafka does.
   *
   * @throws IllegalStateException if no log tells of it within five seconds
   */
  public ServiceProcess whoSaid(LoggedEvent fact) {
    var deadline = System.nanoTime() + TELLS_WITHIN.toNanos();
    while (System.nanoTime() < deadline && !Thread.currentThread().isInterrupted()) {
      var said =
          processes.stream()
              .filter(p -> p.name().equals(fact.source()))
              .filter(p -> p.logged(" " + fact.migration() + " ", ": " + fact.shortName()))
              .findFirst();
      if (said.isPresent()) {
        return said.get();
      }
      LockSupport.parkNanos(TELLS_EVERY.toNanos());
    }
    throw new IllegalStateException("no log tells who said " + fact.shortName());
  }

  /** Each of them. */
  public List<ServiceProcess> processes() {
    return List.copyOf(processes);
  }

  /**
   * Waits until every service is ready: it owns partitions, or stands by.
   *
   * @throws IOException naming the log of one that does not within two minutes
   */
  public void awaitReady() throws IOException {
    var deadline = System.nanoTime() + READY_LIMIT.toNanos();
    try (var client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build()) {
      for (var process : processes) {
        while (!ready(client, process)) {
          if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
            throw new IOException(
                "%s was not ready within two minutes; see %s."
                    .formatted(process.name(), logs.resolve(process.name() + ".log")));
          }
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
      }
    }
  }

  private static boolean ready(HttpClient client, ServiceProcess process) {
    var readiness =
        URI.create("http://127.0.0.1:%d/actuator/health/readiness".formatted(process.port()));
    var request = HttpRequest.newBuilder(readiness).timeout(Duration.ofSeconds(2)).build();
    try {
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    processes.forEach(ServiceProcess::close);
  }
}
