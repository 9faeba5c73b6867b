package dev.kahuna.request;

import java.util.List;
import java.util.Map;

/** A piece of YAML and its line, or that of its key, counted from 1. */
sealed interface YamlNode {
  int line();

  /** Fields by name, in the order of the text. */
  record Mapping(int line, Map<String, YamlNode> fields) implements YamlNode {}

  /** A list. */
  record Sequence(int line, List<YamlNode> items) implements YamlNode {}

  /** The text as written: {@code 17.10} does not become 17.1. */
  record Scalar(int line, String text) implements YamlNode {}

  /** A key without a value. */
  record Nothing(int line) implements YamlNode {}
}
