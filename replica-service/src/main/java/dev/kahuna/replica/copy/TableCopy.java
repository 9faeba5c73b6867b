package dev.kahuna.replica.copy;

import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.LongConsumer;
import org.postgresql.PGConnection;

/**
 * Copies tables over one pair of connections, each in one transaction on the target together with
 * its line in the journal: so a table is there once or not at all.
 */
final class TableCopy {
  private static final Queries QUERIES = Queries.of(TableCopy.class);

  private final Migration migration;
  private final Connection standby;
  private final Connection target;

  TableCopy(Migration migration, Connection standby, Connection target) throws SQLException {
    this.migration = migration;
    this.standby = standby;
    this.target = target;
    target.setAutoCommit(false);
  }

  /**
   * Copies a table unless the journal has it. After a failure both connections are of no use and
   * must be closed, which rolls back on the server: a rollback here would wait for the copy that
   * the driver still has open, without limit.
   *
   * @param to the table on the target
   * @param progress takes bytes as they pass
   */
  void copy(CopyableTable table, CopyableTable to, LongConsumer progress) throws SQLException {
    if (QUERIES.run(target, "claim-chunk", table.schema(), table.name()) == 1) {
      try (var statement = target.createStatement()) {
        // Emptied in this transaction, so that rows can be written as frozen.
        statement.execute("TRUNCATE ONLY " + to.quoted());
      }
      var copied = transfer(table, to, progress);
      CopyEnds.checkFrozen(standby, migration);
      QUERIES.run(
          target, "finish-chunk", copied.rows(), copied.bytes(), table.schema(), table.name());
    }
    target.commit();
  }

  private record Copied(long rows, long bytes) {}

  private Copied transfer(CopyableTable table, CopyableTable to, LongConsumer progress)
      throws SQLException {
    var format = table.formatTo(to);
    var out =
        standby
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("COPY %s TO STDOUT (FORMAT %s)".formatted(table.columnList(), format));
    var in =
        target
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn(
                "COPY %s FROM STDIN (FORMAT %s, FREEZE)"
                    .formatted(columnsThere(table, to), format));
    long bytes = 0;
    for (var part = out.readFromCopy(); part != null; part = out.readFromCopy()) {
      in.writeToCopy(part, 0, part.length);
      bytes += part.length;
      progress.accept(part.length);
    }
    return new Copied(in.endCopy(), bytes);
  }

  private static String columnsThere(CopyableTable table, CopyableTable to) {
    return table.columns().isEmpty() ? to.quoted() : to.quoted() + " (" + table.columns() + ")";
  }
}
