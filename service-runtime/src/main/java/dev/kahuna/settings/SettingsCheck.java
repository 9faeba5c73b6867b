package dev.kahuna.settings;

import java.util.ArrayList;
import java.util.List;

/** Checks the settings of one record, so that all wrong ones are reported together. */
public final class SettingsCheck {
  private final List<String> sentences = new ArrayList<>();

  /**
   * Checks one setting.
   *
   * @param good whether its value can work
   * @param sentence what to change if it cannot; names the setting
   */
  public SettingsCheck require(boolean good, String sentence) {
    if (!good) {
      sentences.add(sentence);
    }
    return this;
  }

  /**
   * Checks one setting.
   *
   * @param sentence as a format of {@link String#formatted}
   */
  public SettingsCheck require(boolean good, String sentence, Object... arguments) {
    return require(good, sentence.formatted(arguments));
  }

  /** Adds the results of a check of some of the settings. */
  public SettingsCheck and(SettingsCheck part) {
    sentences.addAll(part.sentences);
    return this;
  }

  /**
   * Ends the check.
   *
   * @throws InvalidSettings with the sentences of all wrong settings
   */
  public void done() {
    if (!sentences.isEmpty()) {
      throw new InvalidSettings(sentences);
    }
  }
}
