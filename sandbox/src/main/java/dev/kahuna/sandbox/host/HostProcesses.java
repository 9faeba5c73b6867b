package dev.kahuna.sandbox.host;

import dev.kahuna.sandbox.postgres.PostgresUser;
import dev.kahuna.sandbox.process.ChildProcesses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Starts the processes of one host: all as the user who runs Postgres, who can change nothing of
 * the machine outside the host's own directory, and each written down.
 */
record HostProcesses(
    PostgresUser user, ChildProcesses ledger, Path home, Map<String, String> loginEnvironment) {

  HostProcesses {
    loginEnvironment = Map.copyOf(loginEnvironment);
  }

  /** A command with the environment of a login, not started yet. */
  ProcessBuilder prepare(List<String> command) {
    var builder = new ProcessBuilder(user.command(command)).directory(home.toFile());
    builder.environment().clear();
    builder.environment().putAll(loginEnvironment);
    return builder;
  }

  Process start(String name, ProcessBuilder command) throws IOException {
    return ledger.start(name, command);
  }
}
