package dev.kahuna.replica.schema;

import dev.kahuna.postgres.PostgresFailures;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A CHECK constraint that calls a function of the app. The function may look for rows of other
 * tables, which the copy brings later. So the target goes without the constraint until it has all
 * rows. Then the constraint is made as not valid, and validated.
 *
 * @param holder {@code TABLE} or {@code DOMAIN} and its name, quoted
 * @param name of the constraint, quoted
 * @param definition by which it is made, without looking at the rows
 * @param validated whether it must be validated afterwards, as it is on the source
 * @param comments statements that comment on it, and on what its table's children have from it
 */
record RowCheck(String holder, String name, String definition, boolean validated, String comments) {
  private static final Queries QUERIES = Queries.of(RowCheck.class);
  private static final Logger LOG = LoggerFactory.getLogger(RowCheck.class);

  /** Classes of errors whose message may hold values: of data, and raised by a function. */
  private static final Set<String> WITH_VALUES = Set.of("22", "P0");

  /**
   * Drops these constraints on the target and records them, each in one transaction. Never drops
   * one that is recorded: another instance may have made it again.
   *
   * @param session of the role that owns the schema, not in auto-commit
   */
  static void setAside(Connection session) throws SQLException {
    for (var check : list(session, "row-checks")) {
      if (check.isOfDomain()) {
        check.setAsideIfItCanReturn(session);
      }
    }
    // A child that also has the constraint of its own keeps it when its parent's is dropped.
    for (var checks = ofTables(session); !checks.isEmpty(); checks = ofTables(session)) {
      for (var check : checks) {
        var unused = check.drop(session);
        session.commit();
      }
    }
  }

  private static List<RowCheck> ofTables(Connection session) throws SQLException {
    return list(session, "row-checks").stream().filter(check -> !check.isOfDomain()).toList();
  }

  /** Those that were set aside, in the order in which they can be made. */
  static List<RowCheck> asideOn(Connection target) throws SQLException {
    return list(target, "checks-aside");
  }

  private static List<RowCheck> list(Connection session, String query) throws SQLException {
    return QUERIES.list(
        session,
        query,
        row ->
            new RowCheck(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getBoolean(4),
                row.getString(5)));
  }

  /**
   * No longer validates what the replica has not validated, or no longer has. The operator makes it
   * so where old rows do not satisfy the function.
   *
   * @param replica the app's database
   * @param target as the master user
   */
  static void leaveAsOn(Connection replica, Connection target) throws SQLException {
    var checks = asideOn(target).stream().filter(RowCheck::validated).toList();
    if (checks.isEmpty()) {
      return;
    }
    var changed =
        QUERIES.list(
            replica,
            "not-valid",
            row -> List.of(row.getString(1), row.getString(2)),
            checks.stream().map(RowCheck::holder).toArray(String[]::new),
            checks.stream().map(RowCheck::name).toArray(String[]::new));
    for (var check : changed) {
      QUERIES.run(target, "leave-unvalidated", check.getFirst(), check.getLast());
    }
  }

  private boolean isOfDomain() {
    return holder.startsWith("DOMAIN ");
  }

  /** Whether it did; the record comes first, and waits for another instance that drops it. */
  private boolean drop(Connection session) throws SQLException {
    if (QUERIES.run(session, "set-aside", holder, name, definition, validated, comments) == 0) {
      return false;
    }
    execute(session, dropping());
    return true;
  }

  /**
   * Postgres can't validate the constraint of a domain that a column uses inside an array or a
   * composite type. Such a constraint stays where it is, since it could not be valid again.
   */
  private void setAsideIfItCanReturn(Connection session) throws SQLException {
    try {
      if (drop(session)) {
        // Rolling back to a savepoint fails here: the drop is still pending in the server.
        execute(session, make());
        execute(session, validation());
        execute(session, dropping());
      }
      session.commit();
    } catch (SQLException e) {
      session.rollback();
      if (PostgresFailures.isOfServer(e)) {
        throw e;
      }
      LOG.warn("constraint {} of {} stays during the copy: {}", name, holder, told(e));
    }
  }

  private static void execute(Connection session, String sql) throws SQLException {
    try (var statement = session.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }

  /** Identifies it in the journal. */
  String key() {
    return "CHECK %s of %s".formatted(name, holder);
  }

  /** Statements that make it, without looking at the rows. */
  String make() {
    return "ALTER %s ADD CONSTRAINT %s %s;\n%s".formatted(holder, name, definition, comments);
  }

  private String dropping() {
    return "ALTER %s DROP CONSTRAINT %s".formatted(holder, name);
  }

  /** Statements that validate it. */
  String validation() {
    return asTheApp(validationAsWorker());
  }

  /**
   * A statement that validates it as the worker does that applies changes: without a search path.
   */
  String validationAsWorker() {
    return "ALTER %s VALIDATE CONSTRAINT %s".formatted(holder, name);
  }

  /** A statement with which functions of the app find what they find for the app. */
  static String asTheApp(String sql) {
    return QUERIES.text("app-search-path") + ";\n" + sql;
  }

  /** What the operator reads when the rows do not satisfy it. */
  String refusal(SQLException e) {
    return "%s. Rows of the source do not satisfy it, or its function fails. The target has the constraint for new rows, and all rows; nothing else is lost. To leave the old rows as they are, run on the replica: BEGIN; ALTER %s DROP CONSTRAINT %s; %s COMMIT; Then retry. To keep it valid, correct the rows or the function on the replica, then run 'kahuna copy-again'"
        .formatted(told(e), holder, name, make().strip());
  }

  /** The server's sentence, unless it may hold values. */
  static String told(SQLException e) {
    var state = String.valueOf(e.getSQLState());
    return e instanceof PSQLException p
            && p.getServerErrorMessage() != null
            && WITH_VALUES.stream().noneMatch(state::startsWith)
        ? String.valueOf(p.getServerErrorMessage().getMessage())
        : "the server says SQLSTATE " + state;
  }
}
