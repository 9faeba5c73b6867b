package dev.kahuna.standin.aws.protocol;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The parameters of a call of the Query protocol, or those below one of its structures.
 *
 * <p>A list is written {@code Filter.1.Value.2=x} by EC2 and {@code Tags.Tag.1.Key=x} by the other
 * services; both are read here.
 */
public record Params(SortedMap<String, String> values) {

  /** Reads a form body. */
  static Params parse(String form) {
    var values = new TreeMap<String, String>();
    for (var pair : form.split("&")) {
      var equals = pair.indexOf('=');
      if (equals > 0) {
        values.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return new Params(values);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  public Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
  }

  public String required(String name) {
    return find(name)
        .orElseThrow(
            () ->
                AwsError.badRequest(
                    "MissingParameter", "The request must contain the parameter %s", name));
  }

  public boolean flag(String name) {
    return find(name).map(Boolean::parseBoolean).orElse(false);
  }

  public int number(String name, int otherwise) {
    try {
      return find(name).map(Integer::parseInt).orElse(otherwise);
    } catch (NumberFormatException e) {
      throw AwsError.badRequest(
          "InvalidParameterValue", "Invalid value '%s' for %s", find(name).orElse(""), name);
    }
  }

  /** The values of a list of scalars, in order; empty when it is not in the request. */
  public List<String> list(String name) {
    return structures(name).stream().map(each -> each.values.getOrDefault("", "")).toList();
  }

  /** The members of a list of structures, in order. */
  public List<Params> structures(String name) {
    var member =
        Pattern.compile(Pattern.quote(name) + "\\.(?:[A-Za-z]+\\.)?(\\d+)(?:\\.(.*))?").matcher("");
    var members = new TreeMap<Integer, SortedMap<String, String>>();
    values.forEach(
        (key, value) -> {
          if (member.reset(key).matches()) {
            var rest = member.group(2);
            members
                .computeIfAbsent(Integer.valueOf(member.group(1)), index -> new TreeMap<>())
                .put(rest == null ? "" : rest, value);
          }
        });
    return members.values().stream().map(Params::new).toList();
  }

  /** The tags of a list {@code name} of {@code Key} and {@code Value}. */
  public Map<String, String> tags(String name) {
    var tags = new TreeMap<String, String>();
    structures(name).forEach(tag -> tags.put(tag.required("Key"), tag.find("Value").orElse("")));
    return tags;
  }
}
