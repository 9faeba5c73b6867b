package dev.kahuna.database;

import dev.kahuna.migration.ReplicationNames;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * A table on Aurora that the way back leaves out, because it was made after the way back.
 *
 * @param schema quoted for SQL on either server
 * @param table with its schema, both quoted for SQL on either server
 * @param isIdentified whether UPDATE and DELETE work once it is published
 */
public record UnpublishedTable(String schema, String table, boolean isIdentified) {
  private static final Queries SQL = Queries.of(UnpublishedTable.class);

  /** The tables with rows of the app that a publication leaves out. */
  public static List<UnpublishedTable> of(Connection publisher, String publication)
      throws SQLException {
    return SQL.list(publisher, "unpublished", UnpublishedTable::read, publication);
  }

  private static UnpublishedTable read(ResultSet row) throws SQLException {
    return new UnpublishedTable(row.getString(1), row.getString(2), row.getBoolean(3));
  }

  /**
   * What is wrong, and the statements that take the table along. The rows are copied by a role that
   * must be allowed to read them, and without an identity the table would refuse UPDATE and DELETE.
   *
   * @param publication names the subscription as well
   */
  public String remedy(String publication) {
    var role =
        publication.equals(ReplicationNames.REVERSE)
            ? publication
            : ReplicationNames.REPLICATION_ROLE;
    return ("table %1$s is not replicated, so its rows would stay behind: create it on the replica as"
            + " it is on Aurora; then run on Aurora, as the master user, '%2$s'; then on the replica,"
            + " as superuser, 'ALTER SUBSCRIPTION %3$s REFRESH PUBLICATION'")
        .formatted(PlainNames.of(table), onAurora(publication, role), publication);
  }

  private String onAurora(String publication, String role) {
    var statements =
        List.of(
            "GRANT USAGE ON SCHEMA %s TO %s; ".formatted(schema, role),
            "GRANT SELECT ON TABLE %s TO %s; ".formatted(table, role),
            isIdentified ? "" : "ALTER TABLE %s REPLICA IDENTITY FULL; ".formatted(table),
            "ALTER PUBLICATION %s ADD TABLE %s".formatted(publication, table));
    return String.join("", statements);
  }
}
