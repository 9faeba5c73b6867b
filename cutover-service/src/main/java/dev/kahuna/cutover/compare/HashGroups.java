package dev.kahuna.cutover.compare;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The rows of a table without ranges that belong to some of its groups. A hash of its key decides
 * to which group a row belongs.
 *
 * @param number into how many groups the table is divided
 * @param pages how many pages of the table one statement reads
 * @param some the groups that count, from 0; empty for all
 */
record HashGroups(Table table, int number, long pages, List<Integer> some) implements Chunk {
  /** Together with ten thousand rows of a group, 128 MiB. */
  private static final double PAGES_FOR_EACH_ROW = 1.6384;

  private static final int MOST = 65_536;

  /** What a row is taken to need on disk. */
  private static final int BYTES_OF_ROW = 100;

  /** A whole table, in groups of about that many rows. */
  static HashGroups of(Table table, int rowsOfGroup) {
    var groups = table.bytes() / ((long) rowsOfGroup * BYTES_OF_ROW);
    var pages = (long) Math.max(1, rowsOfGroup * PAGES_FOR_EACH_ROW);
    return new HashGroups(table, Math.clamp(groups, 1, MOST), pages, List.of());
  }

  /** Only these groups of it. */
  HashGroups only(Collection<Integer> groups) {
    return new HashGroups(table, number, pages, List.copyOf(new TreeSet<>(groups)));
  }

  /** The group of a row, as an expression. */
  String group() {
    return "('x' || substr(md5(%s), 1, 8))::bit(32)::bigint %% %d"
        .formatted(table.keyText(), number);
  }

  @Override
  public String condition() {
    return some.isEmpty()
        ? "true"
        : "%s IN (SELECT unnest(CAST(? AS bigint[])))".formatted(group());
  }

  @Override
  public List<String> parameters() {
    return some.isEmpty()
        ? List.of()
        : List.of(some.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}")));
  }

  @Override
  public String range() {
    return "the whole table";
  }
}
