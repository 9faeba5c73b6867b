package dev.kahuna.standin.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The settings of a systemd service, from a unit file or from {@code systemd-run}. */
record UnitDefinition(Map<String, List<String>> settings) {
  private static final Pattern SPAN = Pattern.compile("(\\d+)\\s*(ms|s|sec|min|h|)");
  private static final Pattern BRACED = Pattern.compile("\\$\\{(\\w+)}|\\$\\$");
  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(90);

  /** Reads a unit file's {@code [Service]} section. */
  static UnitDefinition read(Path file) throws IOException {
    var settings = new LinkedHashMap<String, List<String>>();
    var text = Files.readString(file).replaceAll("\\\\\\R\\s*", " ");
    var section = "";
    for (var line : text.lines().map(String::strip).toList()) {
      if (line.startsWith("[")) {
        section = line;
      } else if (section.equals("[Service]") && !line.startsWith("#") && !line.startsWith(";")) {
        add(settings, line.replace("%%", "%"));
      }
    }
    return new UnitDefinition(settings);
  }

  /** Adds a line {@code Name=value}; an empty value forgets what came before, as in systemd. */
  static void add(Map<String, List<String>> settings, String line) {
    var parts = line.split("=", 2);
    if (parts.length == 2) {
      var values = settings.computeIfAbsent(parts[0].strip(), name -> new ArrayList<>());
      if (parts[1].isBlank()) {
        values.clear();
      } else {
        values.add(parts[1].strip());
      }
    }
  }

  List<String> all(String name) {
    return settings.getOrDefault(name, List.of());
  }

  Optional<String> last(String name) {
    return all(name).stream().reduce((first, second) -> second);
  }

  Duration timeout(String name) {
    return last(name)
        .or(() -> last("TimeoutSec"))
        .flatMap(UnitDefinition::span)
        .orElse(DEFAULT_TIMEOUT);
  }

  static Optional<Duration> span(String text) {
    var span = SPAN.matcher(text);
    if (!span.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(span.group(1));
    return Optional.of(
        switch (span.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "min" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          default -> Duration.ofSeconds(amount);
        });
  }

  /**
   * What {@code Environment=} and {@code EnvironmentFile=} set.
   *
   * @throws IOException if a file is missing whose name has no dash before it
   */
  Map<String, String> environment() throws IOException {
    var environment = new HashMap<String, String>();
    for (var line : all("Environment")) {
      for (var assignment : words(line)) {
        assign(environment, assignment);
      }
    }
    for (var name : all("EnvironmentFile")) {
      boolean optional = name.startsWith("-");
      var file = Path.of(optional ? name.substring(1) : name);
      if (!optional || Files.exists(file)) {
        for (var line : Files.readAllLines(file)) {
          if (!line.isBlank() && !line.startsWith("#")) {
            assign(environment, String.join(" ", words(line)));
          }
        }
      }
    }
    return environment;
  }

  private static void assign(Map<String, String> environment, String assignment) {
    var parts = assignment.split("=", 2);
    if (parts.length == 2) {
      environment.put(parts[0].strip(), parts[1]);
    }
  }

  /** Splits a line into words, quotes taken away. */
  static List<String> words(String line) {
    var words = new ArrayList<String>();
    var word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && quote != '\'' && i + 1 < line.length()) {
        word.append(line.charAt(++i));
        inWord = true;
      } else if (quote != 0) {
        quote = c == quote ? 0 : quote;
        word.append(quote == 0 ? "" : c);
      } else if (c == '"' || c == '\'') {
        quote = c;
        inWord = true;
      } else if (!Character.isWhitespace(c)) {
        word.append(c);
        inWord = true;
      } else if (inWord) {
        words.add(word.toString());
        word.setLength(0);
        inWord = false;
      }
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }

  /**
   * Puts variables into a command as systemd does: <code>${NAME}</code> anywhere, {@code $NAME}
   * only as a word of its own, and {@code $$} for a dollar.
   */
  static List<String> expand(List<String> words, Map<String, String> environment) {
    var expanded = new ArrayList<String>();
    for (var word : words) {
      if (word.matches("\\$\\w+")) {
        expanded.addAll(words(environment.getOrDefault(word.substring(1), "")));
      } else {
        expanded.add(
            BRACED
                .matcher(word)
                .replaceAll(
                    found ->
                        Matcher.quoteReplacement(
                            found.group(1) == null
                                ? "$"
                                : environment.getOrDefault(found.group(1), ""))));
      }
    }
    return List.copyOf(expanded);
  }
}
