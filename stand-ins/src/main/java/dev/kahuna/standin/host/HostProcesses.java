package dev.kahuna.standin.host;

import dev.kahuna.standin.process.ChildProcesses;
import dev.kahuna.standin.process.PostgresUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Starts the processes of one host: all as the user who runs Postgres, who can change nothing of
 * the machine outside the host's own directory, and each written down.
 */
record HostProcesses(
    PostgresUser user, ChildProcesses ledger, Path home, Map<String, String> loginEnvironment) {

  HostProcesses {
    loginEnvironment = Map.copyOf(loginEnvironment);
  }

  /**
   * A command with the environment of a login, not started yet.
   *
   * @throws IOException if there is no such program on the host's path: Java would look for it on
   *     this machine's own
   */
  ProcessBuilder prepare(List<String> command) throws IOException {
    var resolved = new ArrayList<>(command);
    resolved.set(0, program(command.getFirst()));
    var builder = new ProcessBuilder(user.command(resolved)).directory(home.toFile());
    builder.environment().clear();
    builder.environment().putAll(loginEnvironment);
    return builder;
  }

  private String program(String name) throws IOException {
    var directories = name.contains("/") ? "/" : loginEnvironment.getOrDefault("PATH", "");
    return Stream.of(directories.split(":", 0))
        .map(directory -> Path.of(directory).resolve(name))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .orElseThrow(() -> new IOException(name + " is not on the host's path"));
  }

  Process start(String name, ProcessBuilder command) throws IOException {
    return ledger.start(name, command);
  }
}
