package dev.kahuna.replica.rows;

import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Decides which rows are copied in one transaction: a part of a large table, one table, or several
 * small ones; the largest tables first.
 *
 * <p>It depends only on the frozen standby, so a restarted copy plans the same chunks.
 */
final class ChunkPlan {
  private static final long SMALL_BYTES = 1 << 20;
  private static final long SMALL_TOGETHER_BYTES = 16L << 20;
  private static final int SMALL_TOGETHER = 100;

  /** From this version on, a range of pages is read without reading the others. */
  private static final int READS_RANGES_OF_PAGES = 14;

  private static final Queries QUERIES = Queries.of(ChunkPlan.class);

  private final Connection standby;
  private final long chunkBytes;

  /**
   * @param chunkBytes about what a chunk takes on disk
   */
  ChunkPlan(Connection standby, long chunkBytes) {
    this.standby = standby;
    this.chunkBytes = chunkBytes;
  }

  /** A table and where its rows go. */
  record Pair(CopyableTable from, CopyableTable to) {}

  /**
   * The plan.
   *
   * @param pairs the largest table first
   */
  List<List<RowChunk>> of(List<Pair> pairs) throws SQLException {
    var plan = new ArrayList<List<RowChunk>>();
    var small = new ArrayList<RowChunk>();
    for (var pair : pairs) {
      if (pair.from().bytes() > Math.min(SMALL_BYTES, chunkBytes)) {
        chunks(pair).forEach(chunk -> plan.add(List.of(chunk)));
      } else {
        small.add(chunk(pair, 0, 1, new ChunkRange.Whole()));
      }
    }
    plan.addAll(together(small));
    return plan;
  }

  private List<RowChunk> chunks(Pair pair) throws SQLException {
    var wanted = Math.ceilDiv(pair.from().bytes(), chunkBytes);
    var ranges = wanted == 1 ? whole() : ranges(pair.from(), Math.toIntExact(wanted));
    return IntStream.range(0, ranges.size())
        .mapToObj(number -> chunk(pair, number, ranges.size(), ranges.get(number)))
        .toList();
  }

  private List<? extends ChunkRange> ranges(CopyableTable table, int wanted) throws SQLException {
    if (standby.getMetaData().getDatabaseMajorVersion() >= READS_RANGES_OF_PAGES) {
      return pages(table.pages(), wanted);
    }
    return table.key().isEmpty() ? whole() : keys(table.key(), bounds(table), wanted);
  }

  private static List<ChunkRange> whole() {
    return List.of(new ChunkRange.Whole());
  }

  /** Chunks of equal size, at most one for each page. */
  static List<ChunkRange.Pages> pages(long pages, int wanted) {
    var count = (int) Math.max(1, Math.min(wanted, pages));
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new ChunkRange.Pages(
                    pages * i / count,
                    i + 1 == count ? Optional.empty() : Optional.of(pages * (i + 1) / count)))
        .toList();
  }

  /**
   * Chunks with the same number of rows each, according to the table's statistics.
   *
   * @param bounds which split the table into parts with the same number of rows; in order, without
   *     duplicates
   */
  static List<ChunkRange.Keys> keys(String column, List<String> bounds, int wanted) {
    var inner = bounds.size() < 3 ? List.<String>of() : bounds.subList(1, bounds.size() - 1);
    var count = Math.min(wanted, inner.size() + 1);
    var cuts =
        IntStream.range(1, count).mapToObj(i -> inner.get(inner.size() * i / count)).toList();
    return IntStream.rangeClosed(0, cuts.size())
        .mapToObj(
            i ->
                new ChunkRange.Keys(
                    column,
                    i == 0 ? Optional.empty() : Optional.of(cuts.get(i - 1)),
                    i == cuts.size() ? Optional.empty() : Optional.of(cuts.get(i))))
        .toList();
  }

  private List<String> bounds(CopyableTable table) throws SQLException {
    return QUERIES.list(
        standby, "key-bounds", row -> row.getString(1), table.schema(), table.name(), table.key());
  }

  private static RowChunk chunk(Pair pair, int number, int of, ChunkRange range) {
    return new RowChunk(pair.from(), pair.to(), number, of, range, pair.from().bytes() / of);
  }

  private static List<List<RowChunk>> together(List<RowChunk> small) {
    var groups = new ArrayList<List<RowChunk>>();
    var group = new ArrayList<RowChunk>();
    var bytes = 0L;
    for (var chunk : small) {
      group.add(chunk);
      bytes += chunk.bytes();
      if (bytes >= SMALL_TOGETHER_BYTES || group.size() == SMALL_TOGETHER) {
        groups.add(List.copyOf(group));
        group.clear();
        bytes = 0;
      }
    }
    if (!group.isEmpty()) {
      groups.add(List.copyOf(group));
    }
    return groups;
  }
}
