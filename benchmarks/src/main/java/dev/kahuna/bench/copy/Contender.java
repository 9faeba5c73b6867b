package dev.kahuna.bench.copy;

import dev.kahuna.standin.postgres.PostgresServer;
import java.nio.file.Path;

/** A way to copy a database. */
interface Contender {
  /** As it is called in the report. */
  String label();

  /**
   * Copies everything: schema, rows, indexes, constraints.
   *
   * @return seconds that count
   */
  double copy(Ends ends) throws Exception;

  /** What else there is to say of the last copy; empty, or in brackets after a space. */
  default String detail() {
    return "";
  }

  /**
   * Where from and where to.
   *
   * @param database of the same name on both servers, empty on the target
   * @param jobs how much may be done at a time, wherever the tool can be told
   * @param directory for files, emptied afterwards
   */
  record Ends(
      PostgresServer source, PostgresServer target, String database, int jobs, Path directory) {}
}
