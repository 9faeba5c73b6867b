package dev.kahuna.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Why a subscriber's apply worker failed, in the words of its server's log: no view has them.
 *
 * @param message of the error
 * @param key the values that a duplicate key has; empty for other errors, whose details may hold a
 *     whole row
 * @param table that the change was for, if the log has it
 */
public record ApplyError(String message, Optional<String> key, Optional<String> table) {
  /** A line of the log begins with a prefix as configured, then the severity. */
  private static final Pattern LINE =
      Pattern.compile(
          "^(?<prefix>\\d{4}-\\d\\d-\\d\\d .*?)(?<kind>ERROR|DETAIL|CONTEXT): {2}(?<text>.*)$");

  private static final Pattern TABLE = Pattern.compile("target relation \"([^\"]+)\"");
  private static final Pattern BY_WORKER =
      Pattern.compile("replication target relation|remote data|publisher");

  /** The newest error of an apply worker in a piece of a server's log. */
  public static Optional<ApplyError> newest(String log) {
    var errors = new ArrayList<List<String>>();
    for (var line : log.lines().toList()) {
      var found = LINE.matcher(line);
      if (!found.matches()) {
        continue;
      }
      if (found.group("kind").equals("ERROR")) {
        errors.add(new ArrayList<>());
      }
      if (!errors.isEmpty()) {
        errors.getLast().add(found.group("kind") + " " + found.group("text"));
      }
    }
    return errors.reversed().stream()
        .filter(lines -> lines.stream().anyMatch(l -> BY_WORKER.matcher(l).find()))
        .findFirst()
        .map(ApplyError::of);
  }

  private static ApplyError of(List<String> lines) {
    var table =
        lines.stream().map(TABLE::matcher).filter(m -> m.find()).map(m -> m.group(1)).findFirst();
    return new ApplyError(
        after("ERROR ", lines).orElse(""),
        after("DETAIL ", lines).filter(detail -> detail.startsWith("Key (")),
        table);
  }

  private static Optional<String> after(String kind, List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(kind))
        .map(line -> line.substring(kind.length()))
        .findFirst();
  }

  /**
   * The error with its table, and what cures it.
   *
   * @param subscriber the server that fails to apply, such as {@code Aurora}
   * @param publisher the server that it follows
   */
  public String sentence(String subscriber, String publisher) {
    return "%s%s%s. %s"
        .formatted(
            message,
            table.map(name -> ", in table " + name).orElse(""),
            key.map(values -> " (%s)".formatted(values.replaceAll("\\.$", ""))).orElse(""),
            remedy(subscriber, publisher));
  }

  private String remedy(String subscriber, String publisher) {
    var what = table.orElse("the table");
    if (message.contains("duplicate key")) {
      return "Delete or change that row of %s on %s; the worker then continues by itself"
          .formatted(what, subscriber);
    }
    if (message.contains("does not exist") && message.contains("target relation")) {
      return "Create %s on %s as it is on %s; the worker then continues by itself"
          .formatted(what, subscriber, publisher);
    }
    if (message.contains("missing replicated column")) {
      return "Add that column to %s on %s as it is on %s; the worker then continues by itself"
          .formatted(what, subscriber, publisher);
    }
    if (message.contains("could not connect") || message.contains("publisher")) {
      return "Let %s reach %s: check its address, its port and its login"
          .formatted(subscriber, publisher);
    }
    return "Change what forbids it in %s on %s; the worker then continues by itself"
        .formatted(what, subscriber);
  }
}
