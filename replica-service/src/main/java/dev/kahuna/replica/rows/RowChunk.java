package dev.kahuna.replica.rows;

/**
 * Rows that are copied in one transaction, or not at all.
 *
 * @param from the table on the standby
 * @param to the table of that name on the target
 * @param number from 0
 * @param of how many chunks the table has
 * @param bytes its share of the table's size on disk
 */
record RowChunk(
    CopyableTable from, CopyableTable to, int number, int of, ChunkRange range, long bytes) {
  private static final long WORTH_FREEZING = 1 << 20;

  /** The statement that reads it on the standby. */
  String read() {
    var source =
        range instanceof ChunkRange.Whole
            ? from.columnList()
            : "(SELECT %s FROM ONLY %s WHERE %s)"
                .formatted(from.columns(), from.quoted(), range.condition());
    return "COPY %s TO STDOUT (FORMAT %s)".formatted(source, from.formatTo(to));
  }

  /** The statement that writes it on the target. */
  String write() {
    return "COPY %s FROM STDIN (FORMAT %s%s)"
        .formatted(from.columnListOf(to), from.formatTo(to), frozen() ? ", FREEZE" : "");
  }

  /**
   * Whether its rows are written as frozen, so that no vacuum has to write them again. The server
   * requires the table to be truncated in the same transaction, so this must be the table's only
   * chunk.
   */
  boolean frozen() {
    return of == 1 && bytes >= WORTH_FREEZING;
  }

  /** Whether the table has no pages, and so no rows to read. */
  boolean empty() {
    return from.pages() == 0;
  }
}
