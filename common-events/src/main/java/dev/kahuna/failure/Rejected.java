package dev.kahuna.failure;

/** The operator must change something; the message says what. Not retried. */
public class Rejected extends RuntimeException {
  /** With a sentence for the operator, free of secrets. */
  public Rejected(String sentence) {
    super(sentence);
  }

  /** With a sentence for the operator and what led to it. */
  public Rejected(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
