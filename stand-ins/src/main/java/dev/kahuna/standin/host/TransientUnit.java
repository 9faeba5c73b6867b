package dev.kahuna.standin.host;

import dev.kahuna.standin.tool.Invocation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/** What {@code systemd-run} is told, as the settings of a service. */
final class TransientUnit {
  private static final Set<String> WITH_VALUE =
      Set.of(
          "unit",
          "u",
          "property",
          "p",
          "uid",
          "gid",
          "setenv",
          "E",
          "working-directory",
          "description",
          "service-type",
          "slice",
          "nice");

  private TransientUnit() {}

  /** The options before the command, and the command as the rest. */
  static Options options(Invocation call) {
    return Options.parse(call.arguments(), WITH_VALUE, true);
  }

  static UnitDefinition definition(Invocation call, Options options) {
    var settings = new LinkedHashMap<String, List<String>>();
    options.all("property", "p").forEach(line -> UnitDefinition.add(settings, line));
    for (var variable : options.all("setenv", "E")) {
      var assignment =
          variable.contains("=") ? variable : variable + "=" + call.variable(variable).orElse("");
      UnitDefinition.add(settings, "Environment=" + quoted(assignment));
    }
    options.last("working-directory").ifPresent(d -> settings.put("WorkingDirectory", List.of(d)));
    options.last("service-type").ifPresent(type -> settings.put("Type", List.of(type)));
    if (options.has("remain-after-exit", "r")) {
      settings.put("RemainAfterExit", List.of("yes"));
    }
    settings.put(
        "CollectMode", List.of(options.has("collect", "G") ? "inactive-or-failed" : "inactive"));
    settings.put("Transient", List.of("yes"));
    var command = new ArrayList<String>();
    options.rest().forEach(word -> command.add(quoted(word)));
    settings.put("ExecStart", List.of(String.join(" ", command)));
    return new UnitDefinition(settings);
  }

  private static String quoted(String word) {
    return '"' + word.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
