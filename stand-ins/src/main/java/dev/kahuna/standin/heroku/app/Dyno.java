package dev.kahuna.standin.heroku.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One life of one process: starting, then up, then down (asked to end) or crashed. */
public final class Dyno {
  public enum State {
    STARTING,
    UP,
    DOWN,
    CRASHED
  }

  /**
   * What to run.
   *
   * @param name {@code web.1}
   * @param port for a web dyno
   */
  public record Plan(String name, String type, String command, Release release, OptionalInt port) {}

  private static final Duration BOOT_LIMIT = Duration.ofSeconds(60);
  private static final int PROBE_MILLIS = 10;

  private final UUID id = UUID.randomUUID();
  private final Plan plan;
  private final Process process;
  private final Clock clock;
  private final Instant createdAt;
  private volatile State state = State.STARTING;
  private volatile Instant changedAt;

  Dyno(Plan plan, Process process, Clock clock) {
    this.plan = plan;
    this.process = process;
    this.clock = clock;
    this.createdAt = clock.instant();
    this.changedAt = createdAt;
  }

  public UUID id() {
    return id;
  }

  public Plan plan() {
    return plan;
  }

  public State state() {
    return state;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public Instant changedAt() {
    return changedAt;
  }

  /** Watches the process until it ends, and tells {@code changed} of every new state. */
  void watch(Runnable changed) {
    try {
      if (booted()) {
        move(State.STARTING, State.UP);
        changed.run();
      }
      process.waitFor();
      move(State.STARTING, State.CRASHED);
      move(State.UP, State.CRASHED);
      changed.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A web dyno has booted when its port accepts; one that does not in time is killed (R10). */
  private boolean booted() throws InterruptedException {
    if (plan.port().isEmpty()) {
      return true;
    }
    var deadline = System.nanoTime() + BOOT_LIMIT.toNanos();
    while (!process.waitFor(PROBE_MILLIS, TimeUnit.MILLISECONDS)) {
      if (accepts(plan.port().getAsInt())) {
        return true;
      }
      if (System.nanoTime() > deadline) {
        kill();
        return false;
      }
    }
    return false;
  }

  private static boolean accepts(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      // Dialling a port that nobody has yet can, by chance, reach oneself.
      return socket.getLocalPort() != port;
    } catch (IOException e) {
      return false;
    }
  }

  /** Waits for the process to end by itself; whether it ended well and in time. */
  boolean succeeds(Duration limit) throws InterruptedException {
    if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      return process.exitValue() == 0;
    }
    kill();
    return false;
  }

  private synchronized void move(State from, State to) {
    if (state == from) {
      state = to;
      changedAt = clock.instant();
    }
  }

  /** SIGTERM to all its processes; SIGKILL to those left after the grace. Returns at once. */
  CompletableFuture<Process> stop(Duration grace) {
    move(State.STARTING, State.DOWN);
    move(State.UP, State.DOWN);
    move(State.CRASHED, State.DOWN);
    family().forEach(ProcessHandle::destroy);
    return process
        .onExit()
        .completeOnTimeout(process, grace.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(
            left -> {
              kill();
              return left;
            });
  }

  private void kill() {
    family().forEach(ProcessHandle::destroyForcibly);
  }

  private Stream<ProcessHandle> family() {
    var self = process.toHandle();
    return Stream.concat(self.descendants().toList().stream(), Stream.of(self));
  }
}
