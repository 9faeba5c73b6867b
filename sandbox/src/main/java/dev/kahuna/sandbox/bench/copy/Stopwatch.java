package dev.kahuna.sandbox.bench.copy;

/** Seconds of what is done. */
final class Stopwatch {
  private static final double NANOS = 1e9;

  /** Something that takes time. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  private Stopwatch() {}

  static double seconds(Work work) throws Exception {
    var begun = System.nanoTime();
    work.run();
    return (System.nanoTime() - begun) / NANOS;
  }
}
