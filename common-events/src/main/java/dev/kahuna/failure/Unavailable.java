package dev.kahuna.failure;

/** Something is unreachable for now. The step is retried with backoff, then reported as failed. */
public class Unavailable extends RuntimeException {
  /** With a sentence for the operator, free of secrets. */
  public Unavailable(String sentence) {
    super(sentence);
  }

  /** With a sentence for the operator and its cause. */
  public Unavailable(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
