package dev.kahuna.operator.command;

import java.util.List;

/** The operator must change the command or its input; nothing was published. Exit code 2. */
final class BadInput extends RuntimeException {
  private final transient List<String> sentences;

  BadInput(String sentence) {
    this(List.of(sentence));
  }

  BadInput(List<String> sentences) {
    super(String.join(" ", sentences));
    this.sentences = List.copyOf(sentences);
  }

  List<String> sentences() {
    return sentences;
  }
}
