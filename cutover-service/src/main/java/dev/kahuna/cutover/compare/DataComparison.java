package dev.kahuna.cutover.compare;

import dev.kahuna.cutover.compare.KeyChunk.Key;
import dev.kahuna.event.Unjudged;
import dev.kahuna.failure.Rejected;
import dev.kahuna.telemetry.Progress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Compares every row of tables while the app writes, and says of which rows it has no verdict. Its
 * memory does not grow with the tables: it keeps the hashes of one batch of chunks or of one
 * table's groups, or some differing rows.
 */
public final class DataComparison {
  private static final Duration LIMIT = Duration.ofHours(2);
  private static final int BATCH = 32;
  private static final int READS = 3;
  private static final int NAMED = 5;

  private final Sides sides;
  private final int rowsOfChunk;
  private final Consumer<Progress> report;
  private final List<String> differences = new ArrayList<>();
  private long bytesDone;
  private long rows;
  private long chunks;
  private long again;
  private final UnjudgedRows unjudged = new UnjudgedRows();

  /**
   * How much was compared.
   *
   * @param again chunks that differed when they were first read
   * @param unjudged rows that changed each time they were read
   */
  public record Result(int tables, long rows, long chunks, long again, List<Unjudged> unjudged) {}

  /**
   * Compares two sessions, which it pins.
   *
   * @param rowsOfChunk how many rows of a table are hashed at once
   * @param report receives the progress
   */
  public DataComparison(
      Connection source,
      Connection target,
      Replicated replicated,
      int rowsOfChunk,
      Consumer<Progress> report)
      throws SQLException {
    Catalog.pin(source, LIMIT);
    Catalog.pin(target, LIMIT);
    this.sides = new Sides(new ChunkReader(source), new ChunkReader(target), replicated);
    this.rowsOfChunk = rowsOfChunk;
    this.report = report;
  }

  /**
   * Compares all tables.
   *
   * @throws Rejected naming tables and keys that differ
   */
  public Result run(List<Table> tables) throws Exception {
    var all = tables.stream().mapToLong(Table::bytes).sum();
    for (var table : tables) {
      if (differences.size() < NAMED) {
        if (table.hasRanges()) {
          byRanges(table, all);
        } else {
          byGroups(table);
        }
        unjudged.end(table);
        bytesDone += table.bytes();
        report.accept(new Progress(bytesDone, all, "bytes"));
      }
    }
    if (!differences.isEmpty()) {
      throw new Rejected(
          "Both sides differ: %s. The app stays where it is. Correct these rows on the target,"
                  .formatted(String.join("; ", differences))
              + " then retry this step");
    }
    return new Result(tables.size(), rows, chunks, again, unjudged.all());
  }

  private void byRanges(Table table, long all) throws Exception {
    var begun = rows;
    var above = Optional.<Key>empty();
    var more = true;
    while (more && differences.size() < NAMED) {
      var batch = new ArrayList<KeyChunk>();
      while (more && batch.size() < BATCH) {
        var upTo = sides.source().after(table, above, rowsOfChunk);
        batch.add(new KeyChunk(table, above, upTo));
        above = upTo;
        more = upTo.isPresent();
      }
      chunks += batch.size();
      compare(batch);
      var share = Math.min(1.0, (rows - begun) / (double) Math.max(1, table.rows()));
      report.accept(new Progress(bytesDone + (long) (share * table.bytes()), all, "bytes"));
    }
  }

  private void compare(List<KeyChunk> batch) throws Exception {
    var left = differing(batch, true);
    again += left.size();
    for (var read = 1; read < READS && !left.isEmpty(); read++) {
      left = differing(left, false);
    }
    for (var chunk : left) {
      byRow(chunk);
    }
  }

  private List<KeyChunk> differing(List<KeyChunk> batch, boolean first) throws Exception {
    var here = new ArrayList<ChunkReader.Content>();
    for (var chunk : batch) {
      here.add(sides.source().content(chunk));
    }
    if (first) {
      rows += here.stream().mapToLong(ChunkReader.Content::rows).sum();
    }
    sides.replicated().await();
    var differing = new ArrayList<KeyChunk>();
    for (var i = 0; i < batch.size(); i++) {
      if (!here.get(i).equals(sides.target().content(batch.get(i)))) {
        differing.add(batch.get(i));
      }
    }
    return differing;
  }

  /** Groups that differ are those that were written to while both sides were about to be read. */
  private void byGroups(Table table) throws Exception {
    var groups = HashGroups.of(table, rowsOfChunk);
    chunks += groups.number();
    var differing =
        sides.atOnce(
            () -> {
              var here = sides.source().contents(groups);
              rows += here.values().stream().mapToLong(ChunkReader.Content::rows).sum();
              return differing(here, sides.target().contents(groups));
            });
    again += differing.size();
    if (!differing.isEmpty()) {
      byRow(groups.only(differing));
    }
  }

  private static Set<Integer> differing(
      Map<Integer, ChunkReader.Content> here, Map<Integer, ChunkReader.Content> there) {
    var groups = new TreeSet<>(here.keySet());
    groups.addAll(there.keySet());
    groups.removeIf(group -> Objects.equals(here.get(group), there.get(group)));
    return groups;
  }

  private void byRow(Chunk chunk) throws Exception {
    var verdict = new RowComparison(sides).look(chunk);
    if (!verdict.different().isEmpty()) {
      differences.add(RowComparison.words(chunk, verdict.different()));
    }
    unjudged.add(verdict.unjudged());
  }
}
