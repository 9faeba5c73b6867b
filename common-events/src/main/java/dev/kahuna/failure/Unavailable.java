package dev.kahuna.failure;

/** Something is out of reach for now. Retried with backoff, then reported. */
public class Unavailable extends RuntimeException {
  /** With a sentence for the operator, free of secrets. */
  public Unavailable(String sentence) {
    super(sentence);
  }

  /** With a sentence for the operator and what led to it. */
  public Unavailable(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
