package dev.kahuna.standin.host;

import dev.kahuna.standin.process.Signals;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.Signal;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One command of an SSH session, run by bash as OpenSSH does: the session ends when the command has
 * ended and its output is closed, and a command whose connection breaks is not killed: it reads the
 * end of its input, and fails when it writes.
 */
final class SshCommand implements Command {
  private static final Logger LOG = LoggerFactory.getLogger(SshCommand.class);
  private static final int BUFFER = 1 << 15;
  private static final int LAST_OUTPUT_SECONDS = 3600;

  private final String command;
  private final HostProcesses processes;
  private @Nullable InputStream in;
  private @Nullable OutputStream out;
  private @Nullable OutputStream err;
  private @Nullable ExitCallback exit;
  private @Nullable Process process;

  SshCommand(String command, HostProcesses processes) {
    this.command = command;
    this.processes = processes;
  }

  @Override
  public void setInputStream(InputStream stream) {
    in = stream;
  }

  @Override
  public void setOutputStream(OutputStream stream) {
    out = stream;
  }

  @Override
  public void setErrorStream(OutputStream stream) {
    err = stream;
  }

  @Override
  public void setExitCallback(ExitCallback callback) {
    exit = callback;
  }

  @Override
  public void start(ChannelSession channel, Environment environment) throws IOException {
    var started = processes.start("ssh-command", processes.prepare(List.of("bash", "-c", command)));
    process = started;
    environment.addSignalListener(
        (from, signal) -> signal(started, signal),
        Signal.HUP,
        Signal.INT,
        Signal.TERM,
        Signal.KILL);
    var input = Objects.requireNonNull(in);
    daemon("ssh-stdin", () -> pump(input, started.getOutputStream(), true));
    var output = Objects.requireNonNull(out);
    var error = Objects.requireNonNull(err);
    var pumps = new ArrayList<Thread>();
    pumps.add(daemon("ssh-stdout", () -> pump(started.getInputStream(), output, false)));
    pumps.add(daemon("ssh-stderr", () -> pump(started.getErrorStream(), error, false)));
    daemon("ssh-exit", () -> reportEnd(started, pumps));
  }

  private static Thread daemon(String name, Runnable work) {
    return Thread.ofPlatform().daemon().name(name).start(work);
  }

  private static void signal(Process process, Signal signal) {
    Signals.send(signal.name(), process.pid());
  }

  private static void pump(InputStream from, OutputStream to, boolean closing) {
    try {
      var buffer = new byte[BUFFER];
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        to.write(buffer, 0, read);
        to.flush();
      }
    } catch (IOException e) {
      LOG.debug("One end of an SSH command's stream is gone: {}", e.toString());
    } finally {
      if (closing) {
        close(to);
      }
    }
  }

  private void reportEnd(Process ended, List<Thread> pumps) {
    try {
      int status = ended.waitFor();
      for (var pump : pumps) {
        pump.join(TimeUnit.SECONDS.toMillis(LAST_OUTPUT_SECONDS));
      }
      Objects.requireNonNull(exit).onExit(status);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void destroy(ChannelSession channel) {
    if (process != null) {
      close(process.getOutputStream());
      close(process.getInputStream());
      close(process.getErrorStream());
    }
  }

  private static void close(AutoCloseable stream) {
    try {
      stream.close();
    } catch (Exception e) {
      LOG.debug("A stream was closed already: {}", e.toString());
    }
  }
}
