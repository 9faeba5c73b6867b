package dev.kahuna.cutover.compare;

/** How the comparison knows that the target is not merely late. */
@FunctionalInterface
public interface Replicated {
  /**
   * Returns when the target has applied everything that the source shows now.
   *
   * @throws dev.kahuna.step.Unavailable if that takes too long
   */
  void await() throws Exception;
}
