package dev.kahuna.replica.rows;

import java.util.ArrayList;
import java.util.Optional;

/** The rows of a table that belong to one chunk. */
sealed interface ChunkRange {
  /** The condition on a row as SQL; empty if it includes every row. */
  String condition();

  /** Every row. */
  record Whole() implements ChunkRange {
    @Override
    public String condition() {
      return "";
    }
  }

  /**
   * The rows that lie on some pages of the heap, which a server reads without the others from
   * version 14 on.
   *
   * @param until exclusive; empty for the last chunk, to which every later page belongs
   */
  record Pages(long from, Optional<Long> until) implements ChunkRange {
    @Override
    public String condition() {
      return "ctid >= '(%d,0)'".formatted(from)
          + until.map(" AND ctid < '(%d,0)'"::formatted).orElse("");
    }
  }

  /**
   * The rows whose key is within bounds.
   *
   * @param column quoted, never null in any row
   * @param from inclusive, as the server wrote it; empty for the first chunk
   * @param until exclusive; empty for the last chunk
   */
  record Keys(String column, Optional<String> from, Optional<String> until) implements ChunkRange {
    @Override
    public String condition() {
      var bounds = new ArrayList<String>();
      from.map(value -> column + " >= " + literal(value)).ifPresent(bounds::add);
      until.map(value -> column + " < " + literal(value)).ifPresent(bounds::add);
      return String.join(" AND ", bounds);
    }

    private static String literal(String value) {
      return "'" + value.replace("'", "''") + "'";
    }
  }
}
