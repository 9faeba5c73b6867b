package dev.kahuna.standin.heroku.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The process types of an app, in the order of the file.
 *
 * @param commands process type to shell command
 */
public record Procfile(Map<String, String> commands) {
  static final String RELEASE = "release";
  static final String WEB = "web";

  private static final Pattern LINE = Pattern.compile("^([A-Za-z0-9_-]+):\\s*(.+)$");

  /**
   * Lines that declare nothing are passed over, as Heroku does.
   *
   * @throws IOException when there is no readable {@code Procfile}
   */
  static Procfile in(Path directory) throws IOException {
    var commands = new LinkedHashMap<String, String>();
    for (var line : Files.readAllLines(directory.resolve("Procfile"))) {
      var match = LINE.matcher(line.strip());
      if (match.matches()) {
        commands.put(match.group(1), match.group(2).strip());
      }
    }
    return new Procfile(Collections.unmodifiableMap(commands));
  }

  public String command(String type) {
    return Optional.ofNullable(commands.get(type))
        .orElseThrow(() -> ApiError.notFound("process type (" + type + ")"));
  }

  boolean hasReleasePhase() {
    return commands.containsKey(RELEASE);
  }
}
