package dev.kahuna.standin.host;

import dev.kahuna.standin.process.Signals;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One systemd service of a host: a real process, whose end is remembered as systemd does. */
final class Unit {
  private static final int SIGNALLED = 128;
  private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

  /** Signals that end a service without being its failure: HUP, INT, PIPE, TERM. */
  private static final Set<Integer> CLEAN_SIGNALS = Set.of(1, 2, 13, 15);

  enum ActiveState {
    INACTIVE,
    ACTIVE,
    FAILED
  }

  /** How the main process ended: {@code code} is 0 before that, 1 for an exit, 2 for a signal. */
  record End(String result, int code, int status) {
    static final End NONE = new End("success", 0, 0);
  }

  private final String name;
  private final HostProcesses processes;
  private final Path journal;
  private UnitDefinition definition;
  private ActiveState state = ActiveState.INACTIVE;
  private End end = End.NONE;
  private Optional<Process> main = Optional.empty();
  private boolean timedOut;

  Unit(String name, HostProcesses processes, Path journal, UnitDefinition definition) {
    this.name = name;
    this.processes = processes;
    this.journal = journal;
    this.definition = definition;
  }

  String name() {
    return name;
  }

  Path journal() {
    return journal;
  }

  UnitDefinition definition() {
    return definition;
  }

  /** Takes other settings, which hold from the next start on. */
  synchronized void define(UnitDefinition newDefinition) {
    definition = newDefinition;
  }

  synchronized ActiveState state() {
    return state;
  }

  synchronized End end() {
    return end;
  }

  synchronized long mainPid() {
    return main.filter(Process::isAlive).map(Process::pid).orElse(0L);
  }

  /** Starts it if it is not running. A command that cannot be executed makes it failed. */
  synchronized void start() throws IOException {
    if (state == ActiveState.ACTIVE) {
      return;
    }
    end = End.NONE;
    timedOut = false;
    for (var command : definition.all("ExecStartPre")) {
      if (!runBeside(command) && !command.startsWith("-")) {
        fail(new End("exit-code", 1, 1));
        return;
      }
    }
    try {
      var process = spawn(definition.last("ExecStart").orElse("false"));
      main = Optional.of(process);
      state = ActiveState.ACTIVE;
      process.onExit().thenAccept(this::ended);
    } catch (IOException e) {
      fail(new End("exit-code", 1, 203));
      throw new IOException(name + " could not be executed: " + e.getMessage(), e);
    }
  }

  private void fail(End how) {
    end = how;
    state = ActiveState.FAILED;
  }

  private Process spawn(String command) throws IOException {
    var environment = new HashMap<>(processes.loginEnvironment());
    environment.putAll(definition.environment());
    main.map(Process::pid).ifPresent(pid -> environment.put("MAINPID", Long.toString(pid)));
    var words =
        UnitDefinition.expand(
            UnitDefinition.words(command.replaceFirst("^[-+!:]+", "")), environment);
    var builder = processes.prepare(words);
    builder.environment().putAll(environment);
    var directory = definition.last("WorkingDirectory").orElse("/");
    builder.directory(new File(directory.equals("~") ? processes.home().toString() : directory));
    builder.redirectErrorStream(definition.last("StandardError").isEmpty());
    builder.redirectOutput(sink(definition.last("StandardOutput").orElse("journal")));
    definition.last("StandardError").ifPresent(to -> builder.redirectError(sink(to)));
    builder.redirectInput(new File("/dev/null"));
    return processes.start(name, builder);
  }

  private ProcessBuilder.Redirect sink(String where) {
    var parts = where.split(":", 2);
    return switch (parts[0]) {
      case "null" -> ProcessBuilder.Redirect.DISCARD;
      case "append" -> ProcessBuilder.Redirect.appendTo(new File(parts[1]));
      case "file", "truncate" -> ProcessBuilder.Redirect.to(new File(parts[1]));
      default -> ProcessBuilder.Redirect.appendTo(journal.toFile());
    };
  }

  /** Runs a command of the unit that is not its main one, to its end. */
  private boolean runBeside(String command) throws IOException {
    var process = spawn(command);
    return await(process, definition.timeout("TimeoutStartSec")) && process.exitValue() == 0;
  }

  private synchronized void ended(Process process) {
    int status = process.exitValue();
    if (status > SIGNALLED) {
      int signal = status - SIGNALLED;
      end = new End(CLEAN_SIGNALS.contains(signal) ? "success" : "signal", 2, signal);
    } else {
      end = new End(status == 0 ? "success" : "exit-code", 1, status);
    }
    if (timedOut) {
      end = new End("timeout", end.code(), end.status());
    }
    boolean stays =
        status == 0 && definition.last("RemainAfterExit").filter(this::isTrue).isPresent();
    if (!stays) {
      state = end.result().equals("success") ? ActiveState.INACTIVE : ActiveState.FAILED;
    }
    notifyAll();
  }

  private boolean isTrue(String value) {
    return Set.of("yes", "true", "on", "1").contains(value);
  }

  /** Asks the main process to end, and kills it and its descendants when it takes too long. */
  void stop() throws IOException {
    var process = main.filter(Process::isAlive);
    if (process.isPresent()) {
      var family = new ArrayList<>(process.get().descendants().toList());
      signal(process.get(), family);
      if (!await(process.get(), definition.timeout("TimeoutStopSec"))) {
        synchronized (this) {
          timedOut = true;
        }
        kill();
        await(process.get(), KILL_LIMIT);
      }
      family.forEach(ProcessHandle::destroyForcibly);
      awaitEnd(KILL_LIMIT);
    } else {
      synchronized (this) {
        state = state == ActiveState.ACTIVE ? ActiveState.INACTIVE : state;
      }
    }
  }

  private void signal(Process process, List<ProcessHandle> family) throws IOException {
    var stop = definition.last("ExecStop");
    if (stop.isPresent()) {
      runBeside(stop.get());
      return;
    }
    var signal = definition.last("KillSignal").orElse("TERM");
    Signals.send(signal, process.pid());
    if (definition.last("KillMode").orElse("control-group").equals("control-group")) {
      family.forEach(descendant -> Signals.send(signal, descendant.pid()));
    }
  }

  /** Kills it at once, with every descendant. */
  void kill() {
    main.ifPresent(
        process -> {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly();
        });
  }

  /** Runs {@code ExecReload}. */
  boolean reload() throws IOException {
    var command = definition.last("ExecReload");
    return command.isPresent() && state() == ActiveState.ACTIVE && runBeside(command.get());
  }

  synchronized void resetFailed() {
    if (state == ActiveState.FAILED) {
      state = ActiveState.INACTIVE;
      end = End.NONE;
    }
  }

  /** Waits until its main process has ended and that is remembered. */
  synchronized boolean awaitEnd(Duration limit) throws IOException {
    var deadline = System.nanoTime() + limit.toNanos();
    try {
      while (state == ActiveState.ACTIVE && main.isPresent()) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          return false;
        }
        wait(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(name);
    }
  }

  private static boolean await(Process process, Duration limit) throws IOException {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a unit's command ran");
    }
  }

  /** What {@code systemctl show} tells, in the order in which it tells it. */
  synchronized Map<String, String> properties(boolean loaded, boolean enabled) {
    var properties = new LinkedHashMap<String, String>();
    properties.put("Type", definition.last("Type").orElse("simple"));
    properties.put("MainPID", Long.toString(mainPid()));
    properties.put("Result", end.result());
    properties.put("NRestarts", "0");
    properties.put("ExecMainPID", main.map(p -> Long.toString(p.pid())).orElse("0"));
    properties.put("ExecMainCode", Integer.toString(end.code()));
    properties.put("ExecMainStatus", Integer.toString(end.status()));
    properties.put("Id", name);
    properties.put("LoadState", loaded ? "loaded" : "not-found");
    properties.put("ActiveState", state.name().toLowerCase(Locale.ROOT));
    properties.put(
        "SubState",
        switch (state) {
          case INACTIVE -> "dead";
          case FAILED -> "failed";
          case ACTIVE -> mainPid() == 0 ? "exited" : "running";
        });
    properties.put("UnitFileState", enabled ? "enabled" : "");
    return properties;
  }
}
