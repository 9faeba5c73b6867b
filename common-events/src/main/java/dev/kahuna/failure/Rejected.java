package dev.kahuna.failure;

/** The operator must change something; the message says what. The step is not retried. */
public class Rejected extends RuntimeException {
  /** With a sentence for the operator, free of secrets. */
  public Rejected(String sentence) {
    super(sentence);
  }

  /** With a sentence for the operator and its cause. */
  public Rejected(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
