package dev.kahuna.cutover.compare;

import dev.kahuna.event.Unjudged;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Tables whose rows are not in the WAL: they are neither replicated nor compared. */
final class UnloggedTables {
  private UnloggedTables() {}

  private record Unlogged(String full, String quoted) {}

  /** Those of the source that have rows. */
  static List<Unjudged> withRows(Connection source) throws SQLException {
    var filled = new ArrayList<Unjudged>();
    for (var table :
        Catalog.SQL.list(
            source, "unlogged", row -> new Unlogged(row.getString(1), row.getString(2)))) {
      try (var statement =
              source.prepareStatement(Catalog.SQL.text("has-rows").formatted(table.quoted()));
          var row = statement.executeQuery()) {
        row.next();
        if (row.getBoolean(1)) {
          filled.add(
              new Unjudged(
                  table.full(), 0, "the table is unlogged, so its rows are not replicated"));
        }
      }
    }
    return filled;
  }
}
