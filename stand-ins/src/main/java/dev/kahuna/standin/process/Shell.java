package dev.kahuna.standin.process;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Short commands, run to their end. */
public final class Shell {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private Shell() {}

  /**
   * What the command printed, both ways. Fails, with that, if the command does or takes minutes.
   */
  public static String run(List<String> command) throws IOException {
    return run(command, Path.of("/"), Map.of(), LIMIT);
  }

  /** The same in a directory, with more environment and a time limit. */
  public static String run(
      List<String> command, Path directory, Map<String, String> environment, Duration limit)
      throws IOException {
    var output = Files.createTempFile("shell", ".out");
    try {
      var builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      var process = builder.start();
      process.getOutputStream().close();
      boolean ended = ended(process, limit);
      var text = Files.readString(output, StandardCharsets.UTF_8);
      if (!ended) {
        throw new IOException(name(command) + " did not end within " + limit + ": " + text);
      }
      if (process.exitValue() != 0) {
        throw new IOException(
            name(command) + " ended with status " + process.exitValue() + ": " + text.strip());
      }
      return text;
    } finally {
      Files.deleteIfExists(output);
    }
  }

  /** Whether the command ends with status 0. */
  public static boolean succeeds(List<String> command) {
    try {
      run(command);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean ended(Process process, Duration limit) throws IOException {
    try {
      if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return true;
      }
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      return false;
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a command ran");
    }
  }

  /** Not the arguments: the last word of the program's path is enough to know it. */
  private static String name(List<String> command) {
    return command.stream()
        .filter(word -> !word.startsWith("-") && !word.equals("setpriv"))
        .findFirst()
        .map(word -> String.valueOf(Path.of(word).getFileName()))
        .orElse("command");
  }
}
