package dev.kahuna.standin.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A program's arguments, taken apart as getopt does: {@code -dno NAME}, {@code --output=NAME}.
 *
 * @param values by option, each without its dashes; an option without a value has an empty one
 * @param rest what is no option
 */
record Options(Map<String, List<String>> values, List<String> rest) {

  /**
   * Takes arguments apart.
   *
   * @param withValue the options that have a value
   * @param stopAtFirst whether the first word that is no option ends the options, as before a
   *     command that has options of its own
   */
  static Options parse(List<String> arguments, Set<String> withValue, boolean stopAtFirst) {
    var values = new LinkedHashMap<String, List<String>>();
    var rest = new ArrayList<String>();
    for (int i = 0; i < arguments.size(); i++) {
      var word = arguments.get(i);
      if (word.equals("--")) {
        rest.addAll(arguments.subList(i + 1, arguments.size()));
        break;
      }
      if (word.startsWith("--")) {
        var parts = word.substring(2).split("=", 2);
        boolean nextIsValue = parts.length == 1 && withValue.contains(parts[0]);
        add(values, parts[0], nextIsValue ? arguments.get(++i) : parts.length == 2 ? parts[1] : "");
      } else if (word.startsWith("-") && word.length() > 1) {
        i = shortOptions(arguments, i, withValue, values);
      } else if (stopAtFirst) {
        rest.addAll(arguments.subList(i, arguments.size()));
        break;
      } else {
        rest.add(word);
      }
    }
    return new Options(values, List.copyOf(rest));
  }

  private static int shortOptions(
      List<String> arguments, int at, Set<String> withValue, Map<String, List<String>> values) {
    var letters = arguments.get(at).substring(1);
    for (int i = 0; i < letters.length(); i++) {
      var letter = letters.substring(i, i + 1);
      if (withValue.contains(letter)) {
        boolean attached = i + 1 < letters.length();
        add(values, letter, attached ? letters.substring(i + 1) : arguments.get(at + 1));
        return attached ? at : at + 1;
      }
      add(values, letter, "");
    }
    return at;
  }

  private static void add(Map<String, List<String>> values, String option, String value) {
    values.computeIfAbsent(option, o -> new ArrayList<>()).add(value);
  }

  /** Whether one of these spellings of an option was given. */
  boolean has(String... spellings) {
    return List.of(spellings).stream().anyMatch(values::containsKey);
  }

  /** Every value of an option under any of its spellings. */
  List<String> all(String... spellings) {
    return List.of(spellings).stream()
        .flatMap(name -> values.getOrDefault(name, List.of()).stream())
        .toList();
  }

  /** The last value of an option under any of its spellings. */
  Optional<String> last(String... spellings) {
    return all(spellings).stream().reduce((first, second) -> second);
  }
}
