package dev.kahuna.database;

import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * A table of an extension into which the app puts rows of its own, as the extension declares.
 *
 * @param quoted its name with its schema, quoted where SQL needs it
 * @param columns names, quoted where SQL needs it, without generated ones
 * @param condition of the app's rows, with the word WHERE; empty if all rows are the app's
 */
public record ConfigurationTable(
    String extension, String schema, String name, String quoted, String columns, String condition) {
  private static final Queries SQL = Queries.of(ConfigurationTable.class);

  /** That of PostGIS has 13,000 characters. */
  private static final int LONGEST_SHOWN = 200;

  /** All of them in a database. */
  public static List<ConfigurationTable> all(Connection database) throws SQLException {
    return SQL.list(database, "configuration-tables", ConfigurationTable::read);
  }

  private static ConfigurationTable read(ResultSet row) throws SQLException {
    return new ConfigurationTable(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6));
  }

  /** The table as what it is on a server, whatever its rows. */
  public ExtensionTable asTable() {
    return new ExtensionTable(schema, name);
  }

  /** A query of the app's rows. */
  public String select(String what) {
    return "SELECT %s FROM ONLY %s %s".formatted(what, quoted, condition).strip();
  }

  /** A query of the app's rows that can be shown: psql fills in a condition that is too long. */
  public String statement(String what) {
    return condition.length() <= LONGEST_SHOWN
        ? select(what)
        : ("SELECT format('SELECT %s FROM ONLY %%s %%s', relation::regclass, condition) FROM pg_extension,"
                + " unnest(extconfig, extcondition) AS config (relation, condition) WHERE relation ="
                + " '%s'::regclass \\gexec")
            .formatted(what, quoted.replace("'", "''"));
  }

  /** How many rows the app has there. */
  public long rows(Connection database) throws SQLException {
    try (var statement = database.createStatement();
        var row = statement.executeQuery(select("count(*)"))) {
      row.next();
      return row.getLong(1);
    }
  }
}
