package dev.kahuna.cutover.index;

import dev.kahuna.lease.Lease;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The libraries of extensions, which a base backup does not contain. */
public final class Libraries {
  private static final Queries SQL = Queries.of(Libraries.class);
  private static final String UNDEFINED_FILE = "58P01";

  private Libraries() {}

  private record Library(String file, String extension) {}

  /** The extensions whose library is missing on the server's host. */
  public static List<String> missing(Connection server) throws SQLException {
    var missing = new ArrayList<String>();
    for (var library :
        SQL.list(server, "libraries", row -> new Library(row.getString(1), row.getString(2)))) {
      if (!loads(server, library.file())) {
        missing.add(library.extension());
      }
    }
    return List.copyOf(missing);
  }

  private static boolean loads(Connection server, String file) throws SQLException {
    Lease.check();
    try (var statement = server.createStatement()) {
      statement.execute("LOAD '" + file.replace("'", "''") + "'");
      return true;
    } catch (SQLException e) {
      if (UNDEFINED_FILE.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }
}
