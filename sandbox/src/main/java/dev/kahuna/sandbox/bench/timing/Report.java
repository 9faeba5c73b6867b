package dev.kahuna.sandbox.bench.timing;

import java.io.PrintStream;

/** What a benchmark found out, for people; as JSON, what its getters give. */
public interface Report {
  /** Prints a table. */
  void print(PrintStream out);
}
