package dev.kahuna.standin.host;

import dev.kahuna.standin.process.Signals;
import dev.kahuna.standin.tool.Invocation;
import dev.kahuna.standin.tool.ToolOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A host's systemd, as far as a database host needs it: services from unit files and transient
 * ones. They are real processes and outlive the session that started them. There is no restart and
 * no boot.
 */
final class Systemd implements AutoCloseable {
  private static final int INACTIVE = 3;
  private static final int UNKNOWN = 4;
  private static final int NOT_LOADED = 5;
  private static final Duration WAIT_LIMIT = Duration.ofHours(6);

  private final HostProcesses processes;
  private final Path unitFiles;
  private final Journal journal;
  private final Map<String, Unit> units = new ConcurrentHashMap<>();
  private final Map<String, Path> linked = new ConcurrentHashMap<>();
  private final AtomicInteger anonymous = new AtomicInteger();

  /**
   * @param unitFiles the host's {@code /etc/systemd/system}
   * @param journal where units print
   */
  Systemd(HostProcesses processes, Path unitFiles, Journal journal) {
    this.processes = processes;
    this.unitFiles = unitFiles;
    this.journal = journal;
  }

  /** {@code systemctl}. */
  int control(Invocation call, ToolOutput output) throws IOException {
    var options =
        Options.parse(call.arguments(), Set.of("p", "property", "s", "signal", "t", "type"), false);
    forgetEnded();
    var verb = options.rest().isEmpty() ? "list-units" : options.rest().getFirst();
    var names =
        options.rest().isEmpty()
            ? options.rest()
            : options.rest().subList(1, options.rest().size());
    switch (verb) {
      case "daemon-reload", "daemon-reexec", "list-units":
        return 0;
      case "reset-failed":
        (names.isEmpty() ? List.copyOf(units.keySet()) : names).forEach(this::resetFailed);
        return 0;
      default:
        int status = 0;
        for (var name : names) {
          status = Math.max(status, control(verb, name, call, options, output));
        }
        return status;
    }
  }

  private int control(String verb, String name, Invocation call, Options options, ToolOutput output)
      throws IOException {
    switch (verb) {
      case "enable", "link":
        link(call.path(name), name);
        return options.has("now") ? start(name, output) : 0;
      case "disable":
        linked.remove(key(name));
        return options.has("now") ? stop(name, output) : 0;
      case "start":
        return start(name, output);
      case "stop":
        return stop(name, output);
      case "restart", "reload-or-restart", "try-restart":
        stop(name, output);
        return start(name, output);
      case "reload":
        return find(name).isPresent() && find(name).get().reload()
            ? 0
            : failed("reload", name, output);
      case "kill":
        find(name).ifPresent(unit -> kill(unit, options.last("s", "signal").orElse("TERM")));
        return 0;
      case "is-active":
        return say(state(name), state(name).equals("active") ? 0 : absent(name), options, output);
      case "is-failed":
        return say(state(name), state(name).equals("failed") ? 0 : 1, options, output);
      case "is-enabled":
        boolean enabled = linked.containsKey(key(name));
        return say(enabled ? "enabled" : "disabled", enabled ? 0 : 1, options, output);
      case "show":
        show(name, options, output);
        return 0;
      case "status":
        output.print("%s: %s".formatted(key(name), state(name)));
        return state(name).equals("active") ? 0 : absent(name);
      case "cat":
        output.print(Files.readString(file(name).orElseThrow(() -> noFile(name))));
        return 0;
      default:
        output.error("Unknown command verb " + verb + ".");
        return 1;
    }
  }

  private static int say(String word, int status, Options options, ToolOutput output)
      throws IOException {
    if (!options.has("q", "quiet")) {
      output.print(word);
    }
    return status;
  }

  /** A unit's full name, from a short one or a path. */
  static String key(String name) {
    var last = name.substring(name.lastIndexOf('/') + 1);
    return last.contains(".") ? last : last + ".service";
  }

  private Optional<Unit> find(String name) {
    return Optional.ofNullable(units.get(key(name)));
  }

  private int absent(String name) {
    return find(name).isPresent() ? INACTIVE : UNKNOWN;
  }

  private String state(String name) {
    return find(name).map(unit -> unit.state().name().toLowerCase(Locale.ROOT)).orElse("inactive");
  }

  private void link(Path file, String name) throws IOException {
    if (name.contains("/")) {
      if (!Files.exists(file)) {
        throw noFile(name);
      }
      linked.put(key(name), file);
    } else {
      linked.put(key(name), file(name).orElseThrow(() -> noFile(name)));
    }
  }

  private Optional<Path> file(String name) {
    return Optional.ofNullable(linked.get(key(name)))
        .or(() -> Optional.of(unitFiles.resolve(key(name))))
        .filter(Files::exists);
  }

  private static IOException noFile(String name) {
    return new IOException("Unit file " + key(name) + " does not exist.");
  }

  private int start(String name, ToolOutput output) throws IOException {
    var file = file(name);
    if (file.isPresent()) {
      var definition = UnitDefinition.read(file.get());
      units.computeIfAbsent(key(name), key -> unit(key, definition)).define(definition);
    }
    var unit = find(name);
    if (unit.isEmpty()) {
      output.error("Failed to start " + key(name) + ": Unit " + key(name) + " not found.");
      return NOT_LOADED;
    }
    unit.get().start();
    if (unit.get().definition().last("Type").orElse("").equals("oneshot")) {
      unit.get().awaitEnd(WAIT_LIMIT);
    }
    return unit.get().state() == Unit.ActiveState.FAILED ? failed("start", name, output) : 0;
  }

  private Unit unit(String key, UnitDefinition definition) {
    return new Unit(key, processes, journal.of(key), definition);
  }

  private int stop(String name, ToolOutput output) throws IOException {
    var unit = find(name);
    if (unit.isPresent()) {
      unit.get().stop();
      return 0;
    }
    if (file(name).isPresent()) {
      return 0;
    }
    output.error("Failed to stop " + key(name) + ": Unit " + key(name) + " not loaded.");
    return NOT_LOADED;
  }

  private static int failed(String what, String name, ToolOutput output) throws IOException {
    output.error(
        "Job for %s failed; could not %s it. See 'journalctl -u %s'."
            .formatted(key(name), what, key(name)));
    return 1;
  }

  private static void kill(Unit unit, String signal) {
    if (unit.mainPid() != 0) {
      Signals.send(signal.replaceFirst("^SIG", ""), unit.mainPid());
    }
  }

  private void resetFailed(String name) {
    find(name).ifPresent(Unit::resetFailed);
    forgetEnded();
  }

  private void show(String name, Options options, ToolOutput output) throws IOException {
    boolean known = find(name).isPresent() || file(name).isPresent();
    var unit = find(name).orElseGet(() -> unit(key(name), new UnitDefinition(Map.of())));
    var asked =
        options.all("p", "property").stream().flatMap(p -> List.of(p.split(",")).stream()).toList();
    for (var property : unit.properties(known, linked.containsKey(key(name))).entrySet()) {
      if (asked.isEmpty() || asked.contains(property.getKey())) {
        var prefix = options.has("value") ? "" : property.getKey() + "=";
        output.print(prefix + property.getValue() + "\n");
      }
    }
  }

  /** {@code systemd-run}: a transient unit. */
  int run(Invocation call, ToolOutput output) throws IOException {
    var options = TransientUnit.options(call);
    forgetEnded();
    var name =
        key(options.last("unit", "u").orElseGet(() -> "run-u" + anonymous.incrementAndGet()));
    if (units.containsKey(name) || file(name).isPresent()) {
      output.error(
          "Failed to start transient service unit: Unit "
              + name
              + " was already loaded or has a fragment file.");
      return 1;
    }
    if (options.rest().isEmpty() || options.has("scope")) {
      output.error("Command line to execute required, and --scope is not there.");
      return 1;
    }
    var unit = unit(name, TransientUnit.definition(call, options));
    units.put(name, unit);
    unit.start();
    if (!options.has("quiet", "q")) {
      output.error("Running as unit: " + name);
    }
    return options.has("wait", "pipe", "P") ? await(unit, options, output) : 0;
  }

  private int await(Unit unit, Options options, ToolOutput output) throws IOException {
    unit.awaitEnd(WAIT_LIMIT);
    if (options.has("pipe", "P") && Files.exists(unit.journal())) {
      output.print(Files.readString(unit.journal()));
    }
    forgetEnded();
    return unit.end().status();
  }

  /** Transient units go when they have ended; failed ones only if they were to be collected. */
  private void forgetEnded() {
    units
        .values()
        .removeIf(
            unit ->
                unit.definition().last("Transient").isPresent()
                    && (unit.state() == Unit.ActiveState.INACTIVE
                        || unit.state() == Unit.ActiveState.FAILED
                            && unit.definition()
                                .last("CollectMode")
                                .orElse("")
                                .equals("inactive-or-failed")));
  }

  /** Kills every unit. */
  @Override
  public void close() {
    units.values().forEach(Unit::kill);
  }
}
