package dev.kahuna.cutover.compare;

/** Lets the comparison rule out that the target is merely late. */
@FunctionalInterface
public interface Replicated {
  /**
   * Waits until the target has applied everything that the source shows now.
   *
   * @throws dev.kahuna.failure.Unavailable if that takes too long
   */
  void await() throws Exception;
}
