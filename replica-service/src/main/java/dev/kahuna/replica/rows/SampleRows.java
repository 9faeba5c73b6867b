package dev.kahuna.replica.rows;

import dev.kahuna.postgres.CopyConnection;
import dev.kahuna.postgres.PostgresFailures;
import dev.kahuna.replica.copy.CopyPath;
import dev.kahuna.replica.schema.Refusal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The first rows of every table, copied as all rows will be, to see whether the target takes them:
 * its types may read a value otherwise, and an index on an expression computes only where there is
 * a row.
 */
public final class SampleRows {
  private static final int ROWS = 100;

  private final CopyPath path;

  public SampleRows(CopyPath path) {
    this.path = path;
  }

  /**
   * What came of it.
   *
   * @param tables how many tables the target has of those of the source
   */
  public record Result(int tables, List<Refusal> refusals) {}

  /** Copies them. A table that the target lacks is passed over. */
  public Result copy() throws SQLException {
    var refusals = new ArrayList<Refusal>();
    var open = pairs();
    for (int done = 0; done < open.size(); ) {
      try (var source = path.source();
          var target = path.target()) {
        path.readAsTheApp(source.sql());
        target.sql().setAutoCommit(false);
        for (; done < open.size(); done++) {
          copy(open.get(done), source, target);
        }
      } catch (Refused e) {
        // The connections are useless after that, and the next table gets others.
        refusals.add(e.refusal);
        done++;
      }
    }
    return new Result(open.size(), List.copyOf(refusals));
  }

  private List<RowChunk> pairs() throws SQLException {
    try (var source = path.source();
        var target = path.target()) {
      var there =
          CopyableTable.of(target.sql()).stream()
              .collect(Collectors.toMap(CopyableTable::quoted, Function.identity()));
      return CopyableTable.of(source.sql()).stream()
          .filter(table -> !table.columns().isEmpty())
          .flatMap(
              table ->
                  Stream.ofNullable(there.get(table.quoted()))
                      .map(to -> new RowChunk(table, to, 0, 1, new ChunkRange.Whole(), 0)))
          .toList();
    }
  }

  private static void copy(RowChunk chunk, CopyConnection source, CopyConnection target)
      throws SQLException {
    if (chunk.empty()) {
      return;
    }
    try {
      var rows =
          source.read(
              "COPY (SELECT %s FROM ONLY %s LIMIT %d) TO STDOUT (FORMAT %s)"
                  .formatted(
                      chunk.from().columns(),
                      chunk.from().quoted(),
                      ROWS,
                      chunk.from().formatTo(chunk.to())));
      var writer = target.write(chunk.write());
      for (var part = writer.pass(rows); part > 0; ) {
        part = writer.pass(rows);
      }
      var unused = writer.end();
      target.sql().commit();
    } catch (SQLException e) {
      if (PostgresFailures.isOfServer(e)) {
        throw e;
      }
      throw new Refused(RejectedRows.refusal(chunk, e));
    }
  }

  /** Ends the use of both connections. */
  private static final class Refused extends RuntimeException {
    private final transient Refusal refusal;

    Refused(Refusal refusal) {
      super(refusal.toString());
      this.refusal = refusal;
    }
  }
}
