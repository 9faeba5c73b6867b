package dev.kahuna.replica.rows;

import dev.kahuna.postgres.CopyConnection;
import dev.kahuna.postgres.CopyReader;
import dev.kahuna.postgres.PostgresFailures;
import dev.kahuna.replica.copy.CopyPath;
import dev.kahuna.replica.schema.Refusal;
import dev.kahuna.replica.schema.Remedies;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private final Remedies remedies;

  public SampleRows(CopyPath path, Remedies remedies) {
    this.path = path;
    this.remedies = remedies;
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
        target.sql().setAutoCommit(false);
        for (; done < open.size(); done++) {
          copy(open.get(done), source, target);
        }
      } catch (Refused e) {
        // The connections are useless after that, and the next table gets others.
        e.refusal.ifPresent(refusals::add);
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

  private void copy(RowChunk chunk, CopyConnection source, CopyConnection target)
      throws SQLException {
    if (chunk.empty()) {
      return;
    }
    var rows = reader(chunk, source);
    try {
      var writer = target.write(chunk.write());
      for (var part = writer.pass(rows); part > 0; ) {
        part = writer.pass(rows);
      }
      var unused = writer.end();
      target.sql().commit();
    } catch (SQLException e) {
      requireAnswer(e);
      throw new Refused(Optional.of(RejectedRows.refusal(chunk, e, remedies.searchPath(e))));
    }
  }

  /**
   * The planner looks into SQL functions that an index calls. One that relies on the app's search
   * path fails there; the target refuses the index for the same reason, whatever the rows.
   */
  private static CopyReader reader(RowChunk chunk, CopyConnection source) throws SQLException {
    try {
      return source.read(
          "COPY (SELECT %s FROM ONLY %s LIMIT %d) TO STDOUT (FORMAT %s)"
              .formatted(
                  chunk.from().columns(),
                  chunk.from().quoted(),
                  ROWS,
                  chunk.from().formatTo(chunk.to())));
    } catch (SQLException e) {
      requireAnswer(e);
      throw new Refused(Optional.empty());
    }
  }

  private static void requireAnswer(SQLException e) throws SQLException {
    if (PostgresFailures.isOfServer(e)) {
      throw e;
    }
  }

  /** Ends the use of both connections. */
  private static final class Refused extends RuntimeException {
    private final transient Optional<Refusal> refusal;

    Refused(Optional<Refusal> refusal) {
      this.refusal = refusal;
    }
  }
}
