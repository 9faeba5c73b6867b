package dev.kahuna.architecture;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What the source of a family of facts says of one of them.
 *
 * @param meaning the first paragraph of its Javadoc
 * @param fields its components, by name, with what {@code @param} says of them, or nothing
 */
record FactSource(String wireName, String type, String meaning, Map<String, String> fields) {
  private static final Pattern FACT =
      Pattern.compile(
          "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*@JsonTypeName\\(\"([a-z-]+)\"\\)\\s*(?:public )?record (\\w+)"
              + "\\(((?:[^()]|\\([^()]*\\))*)\\)",
          Pattern.DOTALL);
  private static final Pattern TAG =
      Pattern.compile("@param (\\w+) ((?:(?!@param|@return|@see).)*)", Pattern.DOTALL);

  /** Every fact that the source of a class declares. */
  static List<FactSource> in(String source) {
    return FACT.matcher(source).results().map(FactSource::of).toList();
  }

  private static FactSource of(MatchResult found) {
    var javadoc = found.group(1).replaceAll("(?m)^\\s*\\*", " ");
    var tags = new LinkedHashMap<String, String>();
    TAG.matcher(javadoc).results().forEach(tag -> tags.put(tag.group(1), tag.group(2).strip()));
    var fields = new LinkedHashMap<String, String>();
    for (var component : components(found.group(4))) {
      var name = component.substring(component.lastIndexOf(' ') + 1);
      fields.put(component, tags.getOrDefault(name, ""));
    }
    var meaning = javadoc.replaceAll("(?s)(?:<p>|@param).*", "").strip();
    return new FactSource(found.group(2), found.group(3), meaning, fields);
  }

  /** At commas that are not within angle brackets. */
  private static List<String> components(String list) {
    return Pattern.compile(",(?![^<]*>)")
        .splitAsStream(list)
        .map(part -> part.replaceAll("\\s+", " ").strip())
        .filter(part -> !part.isEmpty())
        .toList();
  }
}
