package dev.kahuna.secret;

import dev.kahuna.request.SecretRef;
import java.util.Optional;

/**
 * Texts kept with a migration's secrets without being secret, so that they survive the loss of the
 * log. They may be shown: they are not redacted.
 */
public final class Notes {
  private final AwsSecrets aws;
  private final String prefix;

  Notes(AwsSecrets aws, String prefix) {
    this.aws = aws;
    this.prefix = prefix;
  }

  /** The note's newest text. */
  public Optional<String> find(String name) {
    return aws.find(reference(name));
  }

  /** Writes the note, or replaces it. */
  public void put(String name, String text) {
    if (!aws.createIfAbsent(reference(name), text)) {
      aws.replace(reference(name), text);
    }
  }

  /**
   * Writes the note unless it exists, and returns its text. If two write at once, the first wins
   * and both get its text.
   *
   * @throws SecretUnavailable also when there is one that can't be read yet
   */
  public String claim(String name, String text) {
    var ref = reference(name);
    if (aws.createIfAbsent(ref, text)) {
      return text;
    }
    return aws.find(ref)
        .orElseThrow(
            () -> SecretUnavailable.passing(ref, "it can't be read yet; it was just written"));
  }

  /** Whether any secret or note of this migration exists. */
  public boolean exist() {
    return aws.any(prefix);
  }

  private SecretRef reference(String name) {
    return SecretRef.aws(prefix + name);
  }
}
