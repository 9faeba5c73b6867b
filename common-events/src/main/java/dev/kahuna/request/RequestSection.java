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
 * A section of the request, read field by field. Each mistake becomes a sentence and the field
 * counts as absent, so that one reading finds all mistakes.
 */
final class RequestSection {
  private final String path;
  private final Map<String, YamlNode> fields;
  private final List<String> problems;
  private final Set<String> known = new LinkedHashSet<>();

  /**
   * @param path the prefix of field names in messages: empty, or {@code source.}
   */
  RequestSection(String path, Map<String, YamlNode> fields, List<String> problems) {
    this.path = path;
    this.fields = fields;
    this.problems = problems;
  }

  /** A required value. */
  <T> Optional<T> required(String name, Function<String, T> form) {
    return present(name).flatMap(node -> scalar(label(name, node), node, form));
  }

  /** An optional value. */
  <T> Optional<T> optional(String name, Function<String, T> form) {
    return find(name).flatMap(node -> scalar(label(name, node), node, form));
  }

  /** A required list of at least one value, without duplicates. */
  <T> Optional<List<T>> list(String name, Function<String, T> form) {
    return present(name).flatMap(node -> items(name, node, form));
  }

  /** An optional list of at least one value, without duplicates. */
  <T> Optional<List<T>> optionalList(String name, Function<String, T> form) {
    return find(name).flatMap(node -> items(name, node, form));
  }

  /** Refuses one of the two fields without the other. */
  void requireTogether(String one, String other) {
    if (fields.containsKey(one) != fields.containsKey(other)) {
      var present = fields.containsKey(one) ? one : other;
      problems.add(
          "%s%s needs %s beside it; give both or neither."
              .formatted(path, present, present.equals(one) ? other : one));
    }
  }

  /** Refuses both fields at once. */
  void refuseBoth(String one, String other) {
    if (fields.containsKey(one) && fields.containsKey(other)) {
      problems.add("%s%s and %s exclude each other; leave one out.".formatted(path, one, other));
    }
  }

  /** Refuses a field without the one that it describes. */
  void refuseWithout(String one, String other) {
    if (fields.containsKey(one) && !fields.containsKey(other)) {
      problems.add(
          "%1$s%2$s describes %3$s, which is missing; add %3$s or remove %2$s."
              .formatted(path, one, other));
    }
  }

  /** A required section. If it is missing, its fields are not reported as well. */
  RequestSection section(String name) {
    return present(name).map(node -> inner(name, node)).orElseGet(() -> silent(name));
  }

  /** An optional section; an absent one has no fields. */
  RequestSection optionalSection(String name) {
    return find(name)
        .map(node -> inner(name, node))
        .orElseGet(() -> new RequestSection(path + name + ".", Map.of(), problems));
  }

  /** Ends the reading and refuses every field that was not read. */
  void end() {
    fields.forEach(
        (name, node) -> {
          if (!known.contains(name)) {
            problems.add(
                "%s%s (line %d) is not a known field; %s"
                    .formatted(
                        path, Quoting.field(name), node.line(), Suggestions.hint(name, known)));
          }
        });
  }

  private RequestSection inner(String name, YamlNode node) {
    if (node instanceof YamlNode.Mapping mapping) {
      return new RequestSection(path + name + ".", mapping.fields(), problems);
    }
    problems.add(label(name, node) + " must have fields of its own, indented below it.");
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
      problems.add(label + " must have at least one entry.");
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
    } catch (FieldFormats.InvalidValue e) {
      problems.add(label + " " + e.getMessage() + ".");
      return Optional.empty();
    }
  }

  private String label(String name, YamlNode node) {
    return "%s%s (line %d)".formatted(path, name, node.line());
  }
}
