package dev.kahuna.standin.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Every process that the stand-ins start, so that none outlives it.
 *
 * <p>Each is written down, with its start time, in a ledger file before anything else can happen to
 * it; a later run that finds a ledger ends what a crashed run left behind. A process id that was
 * given to somebody else's process meanwhile has another start time and is left alone.
 */
public final class ChildProcesses implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Path ledger;

  /**
   * @param ledger the file that lists the processes, one {@code pid start-millis name} a line
   */
  public ChildProcesses(Path ledger) {
    this.ledger = ledger;
  }

  /** Starts a process and writes it down. {@code name} has no spaces. */
  public Process start(String name, ProcessBuilder command) throws IOException {
    var process = command.start();
    adopt(name, process.toHandle());
    return process;
  }

  /** Writes down a process that somebody else started, such as a daemon's. */
  public synchronized void adopt(String name, ProcessHandle process) {
    var line = process.pid() + " " + startMillis(process) + " " + name + System.lineSeparator();
    try {
      Files.createDirectories(ledger.getParent());
      Files.writeString(ledger, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      process.destroyForcibly();
      throw new UncheckedIOException(e);
    }
  }

  /** The recorded processes that are still alive. */
  public synchronized Stream<ProcessHandle> living() {
    if (!Files.exists(ledger)) {
      return Stream.empty();
    }
    try {
      return Files.readAllLines(ledger).stream()
          .map(line -> line.split(" ", 3))
          .flatMap(
              fields ->
                  ProcessHandle.of(Long.parseLong(fields[0])).stream()
                      .filter(process -> startMillis(process) == Long.parseLong(fields[1])));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends every recorded process and its descendants: asks first, then kills; the ledger goes. */
  @Override
  public void close() {
    var family = living().flatMap(p -> Stream.concat(Stream.of(p), p.descendants())).toList();
    family.forEach(ProcessHandle::destroy);
    end(family);
    try {
      Files.deleteIfExists(ledger);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the processes to end, and kills those that do not within a few seconds. */
  private static void end(List<ProcessHandle> family) {
    var deadline = System.nanoTime() + GRACE.toNanos();
    for (var process : family) {
      try {
        process.onExit().get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        process.destroyForcibly();
      } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
        process.destroyForcibly();
      }
    }
  }

  private static long startMillis(ProcessHandle process) {
    return process.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L);
  }
}
