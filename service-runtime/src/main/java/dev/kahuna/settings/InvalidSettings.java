package dev.kahuna.settings;

import java.util.List;

/** Settings that cannot work: a sentence for each, which says what to change. */
public final class InvalidSettings extends IllegalArgumentException {
  private final List<String> sentences;

  InvalidSettings(List<String> sentences) {
    super(String.join(" ", sentences));
    this.sentences = List.copyOf(sentences);
  }

  /** What to change, in the order of the settings. */
  public List<String> sentences() {
    return sentences;
  }
}
