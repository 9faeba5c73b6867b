package dev.kahuna.replica.ssh;

import dev.kahuna.failure.Rejected;
import dev.kahuna.failure.Unavailable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.connection.channel.direct.Session.Command;

/**
 * A host with an open SSH connection. Runs scripts sequentially, each on its own channel. Work of
 * more than a few minutes belongs in a {@link HostJob}.
 */
public final class SshHost implements AutoCloseable {
  /** The status by which a script reports that the operator must act (EX_CONFIG). */
  private static final int REJECTED = 78;

  private static final int MOST_OUTPUT = 32 << 20;
  private static final int MOST_QUOTED = 600;
  private static final HostScript PUT_FILE = HostScript.of(SshHost.class, "put-file");
  private static final Duration SHORT = Duration.ofSeconds(30);

  private final SSHClient client;
  private final String name;

  SshHost(SSHClient client, String name) {
    this.client = client;
    this.name = name;
  }

  /**
   * Runs a script and returns what it printed.
   *
   * @param parameters variables of the script; they may be secrets
   * @throws Rejected with the script's message, if it ended with status 78
   * @throws Unavailable if it failed otherwise, took too long, or the connection broke
   */
  public String run(HostScript script, Map<String, String> parameters, Duration limit)
      throws InterruptedException {
    try {
      var session = client.startSession();
      try {
        return run(session, script, parameters, limit);
      } finally {
        // While the command runs, the host does not confirm that the session is closed, so this
        // does not wait for it.
        Thread.ofVirtual().start(() -> close(session));
      }
    } catch (TimeoutException e) {
      throw new Unavailable(
          "%s on the %s did not end within %d s".formatted(script, name, limit.toSeconds()), e);
    } catch (IOException | ExecutionException e) {
      throw new Unavailable(
          "%s on the %s: the connection broke: %s".formatted(script, name, e.getMessage()), e);
    }
  }

  private String run(
      Session session, HostScript script, Map<String, String> parameters, Duration limit)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    var command = session.exec("bash -s");
    var output = read(command.getInputStream());
    var errors = read(command.getErrorStream());
    try (var stdin = command.getOutputStream()) {
      stdin.write(script.input(parameters).getBytes(StandardCharsets.UTF_8));
    }
    var printed = output.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    var complained = errors.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    command.join(SHORT.toMillis(), TimeUnit.MILLISECONDS);
    check(script, command, complained);
    return printed;
  }

  private static void close(Session session) {
    try {
      session.close();
    } catch (IOException e) {
      // The connection is closed, and the session with it.
    }
  }

  /** Writes a file below Kahuna's directory on the host, owned by the Postgres user, atomically. */
  public void put(String path, String mode, String text) throws InterruptedException {
    run(PUT_FILE, Map.of("FILE", path, "MODE", mode, "TEXT", text.stripTrailing()), SHORT);
  }

  private void check(HostScript script, Command command, String complained) {
    var status = command.getExitStatus();
    var why = complained.strip();
    why = why.substring(Math.max(0, why.length() - MOST_QUOTED));
    if (status == null) {
      throw new Unavailable("%s on the %s was cut off: %s".formatted(script, name, why));
    }
    if (status == REJECTED) {
      throw new Rejected("On the %s: %s".formatted(name, why));
    }
    if (status != 0) {
      throw new Unavailable(
          "%s on the %s ended with status %d: %s".formatted(script, name, status, why));
    }
  }

  private static CompletableFuture<String> read(InputStream stream) {
    var text = new CompletableFuture<String>();
    Thread.ofVirtual()
        .start(
            () -> {
              try (stream) {
                var bytes = stream.readNBytes(MOST_OUTPUT);
                if (stream.transferTo(OutputStream.nullOutputStream()) > 0) {
                  throw new IOException("it printed more than 32 MiB");
                }
                text.complete(new String(bytes, StandardCharsets.UTF_8));
              } catch (IOException e) {
                text.completeExceptionally(e);
              }
            });
    return text;
  }

  /** The name of the host, for messages. */
  @Override
  public String toString() {
    return name;
  }

  @Override
  public void close() {
    SshHosts.disconnect(client);
  }
}
