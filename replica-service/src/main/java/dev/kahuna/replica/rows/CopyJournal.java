package dev.kahuna.replica.rows;

import dev.kahuna.failure.Rejected;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The journal of the copy on the target. The transaction that copies a chunk also writes its line
 * here.
 */
final class CopyJournal {
  private static final Queries QUERIES = Queries.of(CopyJournal.class);

  private final Connection target;

  CopyJournal(Connection target) {
    this.target = target;
  }

  /** A chunk, identified by its place in the plan. */
  record Line(String schema, String table, int number, int of) {
    static Line of(RowChunk chunk) {
      return new Line(chunk.from().schema(), chunk.from().name(), chunk.number(), chunk.of());
    }
  }

  /**
   * The rows and bytes that were copied.
   *
   * @param bytes their size in COPY's format
   */
  record Amount(long rows, long bytes) {
    Amount plus(Amount other) {
      return new Amount(rows + other.rows, bytes + other.bytes);
    }
  }

  /** The size of a copied chunk. */
  record Copied(RowChunk chunk, Amount amount) {}

  /** The size of the whole copy. */
  record Total(int tables, long rows, long bytes) {}

  /** The chunks that are copied. */
  Map<Line, Amount> lines() throws SQLException {
    return QUERIES
        .list(
            target,
            "copied-chunks",
            row ->
                Map.entry(
                    new Line(row.getString(1), row.getString(2), row.getInt(3), row.getInt(4)),
                    new Amount(row.getLong(5), row.getLong(6))))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * Claims chunks for the open transaction. Waits for another transaction that has claimed one of
   * them.
   *
   * @return those that were not copied yet
   */
  List<RowChunk> claim(List<RowChunk> chunks) throws SQLException {
    var claimed =
        Set.copyOf(
            QUERIES.list(
                target,
                "claim-chunks",
                row -> new Line(row.getString(1), row.getString(2), row.getInt(3), row.getInt(4)),
                chunks.stream().map(c -> c.from().schema()).toArray(String[]::new),
                chunks.stream().map(c -> c.from().name()).toArray(String[]::new),
                chunks.stream().mapToInt(RowChunk::number).toArray(),
                chunks.stream().mapToInt(RowChunk::of).toArray()));
    return chunks.stream().filter(chunk -> claimed.contains(Line.of(chunk))).toList();
  }

  /** Records the result of chunks claimed in this transaction. */
  void finish(List<Copied> copied) throws SQLException {
    QUERIES.run(
        target,
        "finish-chunks",
        copied.stream().map(c -> c.chunk().from().schema()).toArray(String[]::new),
        copied.stream().map(c -> c.chunk().from().name()).toArray(String[]::new),
        copied.stream().mapToInt(c -> c.chunk().number()).toArray(),
        copied.stream().mapToLong(c -> c.amount().rows()).toArray(),
        copied.stream().mapToLong(c -> c.amount().bytes()).toArray());
  }

  /** Waits for a commit, and so for all earlier asynchronous commits. */
  void secure() throws SQLException {
    QUERIES.run(target, "secure-chunks");
  }

  Total total() throws SQLException {
    return QUERIES.one(
        target, "copied", row -> new Total(row.getInt(1), row.getLong(2), row.getLong(3)));
  }

  /**
   * Checks that the rows on the target were copied by this plan.
   *
   * @throws Rejected naming the table that holds other rows
   */
  void check(List<RowChunk> plan) throws SQLException {
    var lines = lines().keySet();
    var planned = plan.stream().map(Line::of).collect(Collectors.toSet());
    for (var line : lines) {
      if (!planned.contains(line)) {
        throw new Rejected(
            "Chunk %d of %d of %s.%s is on the target but not in the plan: the copy was started by another version of Kahuna or from another database. Continue with that version, or empty the target's tables and delete all rows of kahuna.copied_chunks, then retry."
                .formatted(line.number() + 1, line.of(), line.schema(), line.table()));
      }
    }
    var begun = lines.stream().map(l -> List.of(l.schema(), l.table())).collect(Collectors.toSet());
    for (var chunk : plan) {
      var to = chunk.to();
      if (to.pages() > 0 && !begun.contains(List.of(to.schema(), to.name())) && hasRows(to)) {
        throw new Rejected(
            "The target's table %s already holds rows that this copy did not write. Empty the table on the target, then retry."
                .formatted(to.quoted()));
      }
    }
  }

  private boolean hasRows(CopyableTable table) throws SQLException {
    try (var statement = target.createStatement();
        var rows = statement.executeQuery("SELECT FROM ONLY " + table.quoted() + " LIMIT 1")) {
      return rows.next();
    }
  }
}
