package dev.kahuna.standin.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Processes that belong to a directory though nobody has their handle: what a command of an SSH
 * session left running, or a server that made a daemon of itself.
 *
 * <p>A process belongs there if the environment it was started with names the directory as the root
 * of a simulated host, or if it is a Postgres that works in it. Where there is no {@code /proc}
 * none is found.
 */
public record Stragglers(List<ProcessHandle> processes) {
  /** The variable of every process on a simulated host that names the host's directory. */
  public static final String ROOT = "HOST_ROOT";

  private static final int GRACE_SECONDS = 10;

  /** The processes of a directory now. */
  public static Stragglers of(Path directory) {
    return new Stragglers(
        ProcessHandle.allProcesses()
            .filter(process -> process.pid() != ProcessHandle.current().pid())
            .filter(process -> belongs(Path.of("/proc", Long.toString(process.pid())), directory))
            .toList());
  }

  private static boolean belongs(Path process, Path directory) {
    try {
      var environment =
          new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.ISO_8859_1);
      var root = "\0" + ROOT + "=" + directory;
      if (Stream.of("\0", "/").anyMatch(end -> ("\0" + environment).contains(root + end))) {
        return true;
      }
      return isPostgres(process)
          && Files.readSymbolicLink(process.resolve("cwd")).startsWith(directory);
    } catch (IOException e) {
      return false; // It ended meanwhile, or is somebody else's.
    }
  }

  private static boolean isPostgres(Path process) throws IOException {
    return Files.readSymbolicLink(process.resolve("exe")).endsWith("postgres");
  }

  /** Asks all of them to end, waits a little, and kills the rest. */
  public void end() {
    processes.forEach(Stragglers::ask);
    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
    for (var process : processes) {
      try {
        process.onExit().get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        process.destroyForcibly();
      } catch (ExecutionException | TimeoutException e) {
        process.destroyForcibly();
      }
    }
  }

  /** For Postgres the usual signal would wait for its clients, and a kill leave shared memory. */
  private static void ask(ProcessHandle process) {
    try {
      if (isPostgres(Path.of("/proc", Long.toString(process.pid())))) {
        Signals.send("INT", process.pid());
        return;
      }
    } catch (IOException e) {
      // It ended meanwhile.
    }
    process.destroy();
  }
}
