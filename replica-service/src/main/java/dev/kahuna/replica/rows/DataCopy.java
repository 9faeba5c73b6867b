package dev.kahuna.replica.rows;

import dev.kahuna.failure.Rejected;
import dev.kahuna.replica.copy.CopyPath;
import dev.kahuna.replica.copy.Workers;
import dev.kahuna.replica.rows.ChunkPlan.Pair;
import dev.kahuna.replica.rows.CopyJournal.Line;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Copies every row of a database over several connections, the largest tables first and in parts,
 * and at last the app's rows in tables of extensions. Rows copied by an earlier attempt stay.
 *
 * @param connections number of connections to each server
 * @param chunkBytes approximate size of a chunk on disk; another value makes another plan
 * @param report receives the progress about once a second
 */
record DataCopy(CopyPath path, int connections, long chunkBytes, Consumer<CopyProgress> report) {
  /** A killed copy loses at most this much for each connection: a second or two of work. */
  static final long CHUNK_BYTES = 128L << 20;

  /** The chunks left to copy, and the progress of the whole copy. */
  private record Plan(List<List<RowChunk>> open, CopyProgress progress) {}

  /**
   * Copies for as long as it takes, or until it is interrupted. Then only the chunks in progress
   * are lost.
   *
   * @throws Rejected if the operator must do something first
   */
  CopyJournal.Total run() throws Exception {
    var plan = plan();
    copy(plan);
    new ExtensionRows(path).copy();
    try (var target = path.target()) {
      var journal = new CopyJournal(target.sql());
      journal.secure();
      return journal.total();
    }
  }

  private Plan plan() throws SQLException {
    try (var from = path.source();
        var to = path.target()) {
      var source = from.sql();
      var target = to.sql();
      path.check(source);
      var there =
          CopyableTable.of(target).stream()
              .collect(Collectors.toMap(CopyableTable::quoted, Function.identity()));
      var pairs = CopyableTable.of(source).stream().map(table -> pair(table, there)).toList();
      var plan = new ChunkPlan(source, chunkBytes).of(pairs);
      var all = plan.stream().flatMap(List::stream).toList();
      var journal = new CopyJournal(target);
      journal.check(Stream.concat(all.stream(), ExtensionRows.chunks(source).stream()).toList());
      var done = journal.lines();
      var progress = new CopyProgress(all);
      for (var chunk : all) {
        Optional.ofNullable(done.get(Line.of(chunk)))
            .ifPresent(amount -> progress.done(chunk, amount));
      }
      return new Plan(
          plan.stream()
              .map(lot -> lot.stream().filter(chunk -> !done.containsKey(Line.of(chunk))).toList())
              .filter(lot -> !lot.isEmpty())
              .toList(),
          progress);
    }
  }

  private static Pair pair(CopyableTable table, Map<String, CopyableTable> there) {
    var to = there.get(table.quoted());
    if (to == null) {
      throw new Rejected(
          "The target has no table %s to copy into: its schema was changed. Create the table again, then retry."
              .formatted(table.quoted()));
    }
    return new Pair(table, to);
  }

  private void copy(Plan plan) throws Exception {
    var progress = plan.progress();
    new Workers(connections, () -> report.accept(progress))
        .each(
            plan.open(),
            () -> ChunkCopy.over(path),
            (copy, lot) -> {
              for (var copied : copy.copy(lot, progress::passed)) {
                progress.done(copied.chunk(), copied.amount());
              }
            });
  }
}
