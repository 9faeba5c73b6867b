package dev.kahuna.request;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A mapping of the request, read field by field. What is wrong becomes a sentence, and the field
 * then counts as absent, so that everything wrong is found in one reading.
 */
final class RequestSection {
  private final String path;
  private final Map<String, YamlNode> fields;
  private final List<String> problems;
  private final Set<String> known = new LinkedHashSet<>();

  /**
   * @param path what goes before a field's name in messages: empty, or {@code source.}
   */
  RequestSection(String path, Map<String, YamlNode> fields, List<String> problems) {
    this.path = path;
    this.fields = fields;
    this.problems = problems;
  }

  /** A value that must be there. */
  <T> Optional<T> required(String name, Function<String, T> form) {
    return present(name).flatMap(node -> scalar(label(name, node), node, form));
  }

  /** A value that may be there. */
  <T> Optional<T> optional(String name, Function<String, T> form) {
    return find(name).flatMap(node -> scalar(label(name, node), node, form));
  }

  /** A list of at least one value, all different. */
  <T> Optional<List<T>> list(String name, Function<String, T> form) {
    return present(name).flatMap(node -> items(name, node, form));
  }

  /** A list of different values that may be absent. */
  <T> Optional<List<T>> optionalList(String name, Function<String, T> form) {
    return find(name).flatMap(node -> items(name, node, form));
  }

  /** Says so if one of two fields is there without the other. */
  void together(String one, String other) {
    if (fields.containsKey(one) != fields.containsKey(other)) {
      var there = fields.containsKey(one) ? one : other;
      problems.add(
          "%s%s stands without %s; they go together."
              .formatted(path, there, there.equals(one) ? other : one));
    }
  }

  /** Says so if both fields are there. */
  void notBoth(String one, String other) {
    if (fields.containsKey(one) && fields.containsKey(other)) {
      problems.add("%s%s and %s exclude each other; leave one out.".formatted(path, one, other));
    }
  }

  /** Says so if a field is there without the one that it is about. */
  void onlyWith(String one, String other) {
    if (fields.containsKey(one) && !fields.containsKey(other)) {
      problems.add("%s%s means nothing without %s.".formatted(path, one, other));
    }
  }

  /** A section that must be there; of an absent one nothing more is said. */
  RequestSection section(String name) {
    return present(name).map(node -> inner(name, node)).orElseGet(() -> silent(name));
  }

  /** A section that may be there; an absent one has no fields. */
  RequestSection optionalSection(String name) {
    return find(name)
        .map(node -> inner(name, node))
        .orElseGet(() -> new RequestSection(path + name + ".", Map.of(), problems));
  }

  /** Ends the reading: what was not asked for is not known. */
  void end() {
    fields.forEach(
        (name, node) -> {
          if (!known.contains(name)) {
            problems.add(
                "%s%s (line %d) is no known field; %s."
                    .formatted(
                        path, Quoting.field(name), node.line(), Suggestions.hint(name, known)));
          }
        });
  }

  private RequestSection inner(String name, YamlNode node) {
    if (node instanceof YamlNode.Mapping mapping) {
      return new RequestSection(path + name + ".", mapping.fields(), problems);
    }
    problems.add(label(name, node) + " must hold fields of its own, indented below it.");
    return silent(name);
  }

  private RequestSection silent(String name) {
    return new RequestSection(path + name + ".", Map.of(), new ArrayList<>());
  }

  private Optional<YamlNode> find(String name) {
    known.add(name);
    return Optional.ofNullable(fields.get(name)).filter(n -> !(n instanceof YamlNode.Nothing));
  }

  private Optional<YamlNode> present(String name) {
    var node = find(name);
    if (node.isEmpty()) {
      problems.add(path + name + " is missing.");
    }
    return node;
  }

  private <T> Optional<List<T>> items(String name, YamlNode node, Function<String, T> form) {
    var label = label(name, node);
    if (!(node instanceof YamlNode.Sequence sequence)) {
      problems.add(label + " must be a list, such as [one, two].");
      return Optional.empty();
    }
    if (sequence.items().isEmpty()) {
      problems.add(label + " must name at least one.");
      return Optional.empty();
    }
    var values = new ArrayList<T>();
    for (var item : sequence.items()) {
      scalar("%s%s (line %d)".formatted(path, name, item.line()), item, form)
          .ifPresent(values::add);
    }
    var different = new HashSet<T>();
    values.stream()
        .filter(value -> !different.add(value))
        .distinct()
        .forEach(twice -> problems.add("%s names %s twice.".formatted(label, twice)));
    return Optional.of(List.copyOf(values));
  }

  private <T> Optional<T> scalar(String label, YamlNode node, Function<String, T> form) {
    if (!(node instanceof YamlNode.Scalar scalar)) {
      problems.add(label + " must be a single value.");
      return Optional.empty();
    }
    try {
      return Optional.of(form.apply(scalar.text()));
    } catch (FieldFormats.Unfit e) {
      problems.add(label + " " + e.getMessage() + ".");
      return Optional.empty();
    }
  }

  private String label(String name, YamlNode node) {
    return "%s%s (line %d)".formatted(path, name, node.line());
  }
}
