package dev.kahuna.bench.timing;

import java.io.PrintStream;

/** What a benchmark found out, for people; as JSON, what its getters give. */
public interface BenchResult {
  /** Prints a table. */
  void print(PrintStream out);
}
