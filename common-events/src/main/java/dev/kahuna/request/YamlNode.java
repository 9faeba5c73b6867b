package dev.kahuna.request;

import java.util.List;
import java.util.Map;

/** A piece of YAML with the line, from 1, on which it or its key stands. */
sealed interface YamlNode {
  int line();

  /** Fields by name, in the order of the text. */
  record Mapping(int line, Map<String, YamlNode> fields) implements YamlNode {}

  /** A list. */
  record Sequence(int line, List<YamlNode> items) implements YamlNode {}

  /** The text as it stands there: {@code 17.10} stays what it is and does not become 17.1. */
  record Scalar(int line, String text) implements YamlNode {}

  /** A key without a value. */
  record Nothing(int line) implements YamlNode {}
}
