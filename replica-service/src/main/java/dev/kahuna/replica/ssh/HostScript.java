package dev.kahuna.replica.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A shell script: {@code script/<name>.sh} beside the class that uses it.
 *
 * <p>Bash reads it from standard input, after the common lines and its parameters, so that neither
 * appears in the host's process list.
 */
public record HostScript(String name, String text) {
  private static final HostScript COMMON = of(HostScript.class, "common");

  /** Reads a script. */
  public static HostScript of(Class<?> user, String name) {
    try (var resource = user.getResourceAsStream("script/" + name + ".sh")) {
      if (resource == null) {
        throw new IllegalArgumentException(
            "There is no script/%s.sh beside %s".formatted(name, user.getName()));
      }
      return new HostScript(name, new String(resource.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text that bash reads; the braces make it read everything before it runs anything. */
  String input(Map<String, String> parameters) {
    var input = new StringBuilder("{\n").append(COMMON.text());
    new TreeMap<>(parameters)
        .forEach((key, value) -> input.append(key).append('=').append(quoted(value)).append('\n'));
    return input.append(text).append("\nexit\n}\n").toString();
  }

  /** The value quoted as one word of a shell. */
  public static String quoted(String value) {
    return "'" + value.replace("'", "'\\''") + "'";
  }

  /** Not the text, which may be long. */
  @Override
  public String toString() {
    return name;
  }
}
