package dev.kahuna.replica.rows;

import dev.kahuna.database.ConfigurationTable;
import dev.kahuna.database.ExtensionTable;
import dev.kahuna.postgres.CopyConnection;
import dev.kahuna.replica.copy.CopyPath;
import dev.kahuna.replica.rows.CopyJournal.Amount;
import dev.kahuna.replica.rows.CopyJournal.Copied;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the app's rows in the configuration tables of extensions. Whatever the target refuses is
 * logged and stays behind: there the tables belong to another version of the extension, and to a
 * role that may let nobody insert.
 */
public record ExtensionRows(CopyPath path) {
  private static final Logger LOG = LoggerFactory.getLogger(ExtensionRows.class);

  /** Unreadable value, broken constraint, missing privilege or column, raised by a trigger. */
  private static final Set<String> REFUSALS = Set.of("22", "23", "42", "P0");

  /** The messages of these name tables, columns and constraints, but no value of a row. */
  private static final Set<String> WITHOUT_VALUES = Set.of("23", "42");

  /** What the journal of a copy may hold of such tables; they are not part of its plan. */
  static List<RowChunk> chunks(Connection source) throws SQLException {
    return ConfigurationTable.all(source).stream().map(ExtensionRows::chunk).toList();
  }

  private static RowChunk chunk(ConfigurationTable table) {
    var rows =
        new CopyableTable(table.schema(), table.name(), 0, 0, table.columns(), "", false, "");
    return new RowChunk(rows, rows, 0, 1, new ChunkRange.Whole(), 0);
  }

  /**
   * Copies each table in one transaction with its line in the journal. One that the target refuses
   * is tried again after others, which it may refer to.
   *
   * @throws dev.kahuna.failure.Rejected if the source moved
   */
  public void copy() throws SQLException {
    var open = tables();
    while (!open.isEmpty()) {
      var refused = new LinkedHashMap<ConfigurationTable, String>();
      for (var table : open) {
        tryToCopy(table).ifPresent(why -> refused.put(table, why));
      }
      if (refused.size() == open.size()) {
        refused.forEach(ExtensionRows::warn);
        return;
      }
      open = List.copyOf(refused.keySet());
    }
  }

  private static void warn(ConfigurationTable table, String why) {
    LOG.atWarn()
        .addArgument(table.quoted())
        .addArgument(table.extension())
        .addArgument(why)
        .addArgument(() -> table.statement("*"))
        .log(
            "The app's rows in {}, a table of the extension {}, stay behind: the target refuses them ({})."
                + " Insert them on Aurora by hand; on the replica psql shows them by: {}");
  }

  private List<ConfigurationTable> tables() throws SQLException {
    try (var source = path.source();
        var target = path.target()) {
      var there = ExtensionTable.all(target.sql());
      return ConfigurationTable.all(source.sql()).stream()
          .filter(table -> there.contains(table.asTable()))
          .toList();
    }
  }

  /** Returns why the target refuses it. After a refused COPY connections are useless. */
  private Optional<String> tryToCopy(ConfigurationTable table) throws SQLException {
    try (var source = path.source();
        var target = path.target()) {
      target.sql().setAutoCommit(false);
      copy(table, source, target);
      target.sql().commit();
      return Optional.empty();
    } catch (SQLException e) {
      var refusal = refusal(e);
      if (refusal.isEmpty()) {
        throw e;
      }
      return refusal;
    }
  }

  private void copy(ConfigurationTable table, CopyConnection source, CopyConnection target)
      throws SQLException {
    var journal = new CopyJournal(target.sql());
    for (var chunk : journal.claim(List.of(chunk(table)))) {
      var bytes = transfer(table, source, target);
      var rows = insert(table, target.sql());
      path.check(source.sql());
      journal.finish(List.of(new Copied(chunk, new Amount(rows, bytes))));
    }
  }

  /** Into a table of its own first, because COPY ends at the first row that is there already. */
  private static long transfer(
      ConfigurationTable table, CopyConnection source, CopyConnection target) throws SQLException {
    try (var statement = target.sql().createStatement()) {
      statement.execute(
          "CREATE TEMPORARY TABLE arriving ON COMMIT DROP AS SELECT %s FROM ONLY %s WITH NO DATA"
              .formatted(table.columns(), table.quoted()));
    }
    var rows = source.read("COPY (%s) TO STDOUT".formatted(table.select(table.columns())));
    var writer = target.write("COPY pg_temp.arriving FROM STDIN");
    var bytes = 0L;
    for (var part = writer.pass(rows); part > 0; part = writer.pass(rows)) {
      bytes += part;
    }
    writer.end();
    return bytes;
  }

  private static long insert(ConfigurationTable table, Connection target) throws SQLException {
    try (var statement = target.createStatement()) {
      return statement.executeUpdate(
          "INSERT INTO %1$s (%2$s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM pg_temp.arriving ON CONFLICT DO NOTHING"
              .formatted(table.quoted(), table.columns()));
    }
  }

  private static Optional<String> refusal(SQLException failure) {
    if (!(failure instanceof PSQLException psql) || psql.getServerErrorMessage() == null) {
      return Optional.empty();
    }
    var said = psql.getServerErrorMessage();
    var state = String.valueOf(said.getSQLState());
    var kind = state.substring(0, 2);
    if (!REFUSALS.contains(kind)) {
      return Optional.empty();
    }
    return Optional.of(
        WITHOUT_VALUES.contains(kind)
            ? "%s, SQLSTATE %s".formatted(said.getMessage(), state)
            : "SQLSTATE " + state);
  }
}
