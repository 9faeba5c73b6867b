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
 * Compares how collations sort on two servers. Comparing their versions is not enough: Postgres up
 * to 14 does not record that of the default collation, Postgres up to 12 records none of libc, and
 * different versions mostly sort alike.
 */
public final class CollationProbe {
  private static final Queries SQL = Queries.of(CollationProbe.class);

  private CollationProbe() {}

  /** The collations that sort differently on the two servers. */
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
