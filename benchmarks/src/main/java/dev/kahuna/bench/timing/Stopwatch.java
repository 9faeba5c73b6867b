package dev.kahuna.bench.timing;

/** Seconds of what is done. */
public final class Stopwatch {
  private static final double NANOS = 1e9;

  /** Something that takes time. */
  @FunctionalInterface
  public interface Work {
    void run() throws Exception;
  }

  private Stopwatch() {}

  public static double seconds(Work work) throws Exception {
    var begun = System.nanoTime();
    work.run();
    return (System.nanoTime() - begun) / NANOS;
  }
}
