package dev.kahuna.cutover.index;

import dev.kahuna.lease.Lease;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Compares what collations do on two servers. Their versions would not do: up to 14 the default
 * collation's is not recorded, up to 12 no libc's is to be had, and a version that differs mostly
 * sorts the same.
 */
public final class CollationProbe {
  private static final Queries SQL = Queries.of(CollationProbe.class);

  private CollationProbe() {}

  /** Those of the collations that sort in another way on the one server than on the other. */
  public static List<String> differing(
      Connection one, Connection other, Collection<String> collations) throws SQLException {
    var differing = new ArrayList<String>();
    for (var collation : new TreeSet<>(collations)) {
      if (!fingerprint(one, collation).equals(fingerprint(other, collation))) {
        differing.add(collation);
      }
    }
    return List.copyOf(differing);
  }

  private static String fingerprint(Connection server, String collation) throws SQLException {
    Lease.check();
    try (var statement = server.createStatement();
        var rows =
            statement.executeQuery(SQL.text("fingerprint").replace(":collation", collation))) {
      rows.next();
      return rows.getString(1);
    }
  }
}
