package dev.kahuna.settings;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects what is wrong with a service's settings, so that the operator reads about all of them at
 * the first start and not about one at each.
 */
public final class SettingProblems {
  private final List<String> sentences = new ArrayList<>();

  /**
   * Notes a problem unless the setting is valid.
   *
   * @param sentence names the property, tells its value and says what to change
   */
  public SettingProblems unless(boolean valid, String sentence, Object... arguments) {
    if (!valid) {
      sentences.add(sentence.formatted(arguments));
    }
    return this;
  }

  /** Adds the problems of a part of the settings. */
  public SettingProblems and(SettingProblems part) {
    sentences.addAll(part.sentences);
    return this;
  }

  /**
   * Refuses the settings if there is a problem.
   *
   * @throws IllegalArgumentException with one sentence for each problem
   */
  public void refuse() {
    if (!sentences.isEmpty()) {
      throw new IllegalArgumentException(String.join(" ", sentences));
    }
  }
}
