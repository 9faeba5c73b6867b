package dev.kahuna.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a subscriber's apply worker failed, in the words of its server's log: no view has them.
 *
 * @param message of the error
 * @param key the values that a duplicate key has; empty for other errors, whose details may hold a
 *     whole row
 * @param table that the change was for, if the log has it
 * @param function that a trigger of that table ran, if the error came from there
 */
public record ApplyError(
    String message, Optional<String> key, Optional<String> table, Optional<String> function) {
  /** A line of the log begins with a prefix as configured, then the severity. */
  private static final Pattern LINE =
      Pattern.compile(
          "^(?<prefix>\\d{4}-\\d\\d-\\d\\d .*?)(?<kind>ERROR|DETAIL|CONTEXT): {2}(?<text>.*)$");

  /** Details and contexts go on in lines that begin with a tab. */
  private static final Pattern CONTINUATION = Pattern.compile("^\\t(?<text>.*)$");

  private static final Pattern TABLE = Pattern.compile("target relation \"([^\"]+)\"");
  private static final Pattern FUNCTION =
      Pattern.compile("(?:PL/pgSQL function (\\S+\\(.*?\\)) line|SQL function \"([^\"]+)\")");
  private static final Pattern BY_WORKER =
      Pattern.compile("replication target relation|remote data|publisher");

  /** The newest error of an apply worker in a piece of a server's log. */
  public static Optional<ApplyError> newest(String log) {
    return errors(log).reversed().stream()
        .filter(lines -> lines.stream().anyMatch(l -> BY_WORKER.matcher(l).find()))
        .findFirst()
        .map(ApplyError::of);
  }

  private static List<List<String>> errors(String log) {
    var errors = new ArrayList<List<String>>();
    for (var line : log.lines().toList()) {
      var found = LINE.matcher(line);
      var more = CONTINUATION.matcher(line);
      if (found.matches()) {
        if (found.group("kind").equals("ERROR")) {
          errors.add(new ArrayList<>());
        }
        if (!errors.isEmpty()) {
          errors.getLast().add(found.group("kind") + " " + found.group("text"));
        }
      } else if (more.matches() && !errors.isEmpty()) {
        errors.getLast().add(more.group("text"));
      }
    }
    return errors;
  }

  private static ApplyError of(List<String> lines) {
    return new ApplyError(
        after("ERROR ", lines).orElse(""),
        after("DETAIL ", lines).filter(detail -> detail.startsWith("Key (")),
        found(TABLE, lines),
        found(FUNCTION, lines));
  }

  /** The first group that is there, of the first line that has the pattern. */
  private static Optional<String> found(Pattern pattern, List<String> lines) {
    return lines.stream()
        .map(pattern::matcher)
        .filter(Matcher::find)
        .map(m -> m.groupCount() > 1 && m.group(1) == null ? m.group(2) : m.group(1))
        .findFirst();
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
    if (function.isPresent()) {
      return "A trigger of %s ran %s on %s: it is enabled ALWAYS or REPLICA, so it fires for replicated changes too. Let it fire for the app's writes only: run ALTER TABLE %s ENABLE TRIGGER with its name on %s, then copy again, since the trigger may have changed rows already"
          .formatted(what, function.get(), subscriber, what, publisher);
    }
    if (message.contains("row-level security")) {
      return "Run ALTER TABLE %s NO FORCE ROW LEVEL SECURITY on %s; the worker then continues by itself"
          .formatted(what, subscriber);
    }
    if (message.contains("duplicate key")) {
      return "Delete or change that row of %s on %s; the worker then continues by itself. If the next row fails too, a trigger that is enabled ALWAYS or REPLICA makes these rows on %s before they arrive: on %s run ALTER TABLE with ENABLE TRIGGER for it, then copy again"
          .formatted(what, subscriber, subscriber, publisher);
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
