package dev.kahuna.replica.schema;

import dev.kahuna.database.PlainNames;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Says what to do on Heroku about what the target refuses. */
public final class Remedies {
  private static final Queries QUERIES = Queries.of(Remedies.class);
  private static final String FORBIDDEN = "42501";

  /** Something was not found that a search path would find. */
  private static final Set<String> UNDEFINED = Set.of("42704", "42883", "42P01", "3F000");

  /** The innermost function in the context of an error, with or without its schema. */
  private static final Pattern FUNCTION =
      Pattern.compile("(?:SQL|PL/\\w+) function \"?(?:[\\w$]+\\.)?(?<name>[\\w$]+)");

  private static final Set<String> DROPPED_BY_NAME =
      Set.of(
          "AGGREGATE",
          "COLLATION",
          "DOMAIN",
          "FOREIGN TABLE",
          "FUNCTION",
          "INDEX",
          "MATERIALIZED VIEW",
          "OPERATOR CLASS",
          "PROCEDURE",
          "SEQUENCE",
          "STATISTICS",
          "TABLE",
          "TYPE",
          "VIEW");

  private static final List<String> DROPPED_FROM_TABLE =
      List.of("CONSTRAINT", "TRIGGER", "RULE", "POLICY");

  private final Connection source;

  /**
   * @param source where the app's functions are looked up
   */
  public Remedies(Connection source) {
    this.source = source;
  }

  Refusal refusal(SchemaEntry entry, SQLException e) throws SQLException {
    return new Refusal(described(entry), said(e), remedy(entry, e));
  }

  Refusal refusal(RowCheck check, SQLException e) throws SQLException {
    var drop =
        "drop the constraint (ALTER %s DROP CONSTRAINT %s)".formatted(check.holder(), check.name());
    var path = searchPath(e);
    return new Refusal(
        "constraint %s of %s".formatted(check.name(), check.holder()),
        RowCheck.told(e),
        path.isEmpty()
            ? "%s fails: change it, or %s"
                .formatted(
                    functionName(e).map("Its function %s"::formatted).orElse("Its function"), drop)
            : path);
  }

  /** The server's sentence without its detail, which may hold values. */
  static String said(SQLException e) {
    return message(e)
        .map(ServerErrorMessage::getMessage)
        .orElseGet(() -> String.valueOf(e.getMessage()));
  }

  private static Optional<ServerErrorMessage> message(SQLException e) {
    return e instanceof PSQLException p
        ? Optional.ofNullable(p.getServerErrorMessage())
        : Optional.empty();
  }

  private static String described(SchemaEntry entry) {
    return "%s %s".formatted(entry.type().toLowerCase(Locale.ROOT), entry.qualifiedName());
  }

  private String remedy(SchemaEntry entry, SQLException e) throws SQLException {
    var path = searchPath(e);
    if (!path.isEmpty()) {
      return path;
    }
    var drop = drop(entry).map(" (%s)"::formatted).orElse("");
    return FORBIDDEN.equals(e.getSQLState())
        ? "Aurora allows this to no role of the app: drop it%s, or leave it to Aurora's master user after the migration"
            .formatted(drop)
        : "Change or drop it%s".formatted(drop);
  }

  /**
   * What to do about a function that finds something by the search path of the app's sessions;
   * empty if the error has another cause.
   */
  public String searchPath(SQLException e) throws SQLException {
    var function = UNDEFINED.contains(String.valueOf(e.getSQLState())) ? function(e) : "";
    return function.isEmpty()
        ? ""
        : "The function %s relies on the session's search path, which building an index, refreshing a view and applying replicated rows do not use on Aurora: give it one of its own"
            .formatted(function);
  }

  /** The function in which the error was found, with the statements that fix it. */
  private String function(SQLException e) throws SQLException {
    var name = functionName(e);
    if (name.isEmpty()) {
      return "";
    }
    var statements =
        QUERIES.list(source, "search-path-of-function", r -> r.getString(1), name.get());
    return statements.isEmpty()
        ? name.get()
        : "%s (%s)".formatted(name.get(), String.join("; ", statements));
  }

  private static Optional<String> functionName(SQLException e) {
    var context = message(e).map(ServerErrorMessage::getWhere).orElse("");
    var found = FUNCTION.matcher(context);
    return found.find() ? Optional.of(found.group("name")) : Optional.empty();
  }

  private static Optional<String> drop(SchemaEntry entry) {
    if (DROPPED_BY_NAME.contains(entry.type())) {
      return Optional.of("DROP %s %s".formatted(entry.type(), entry.quotedName()));
    }
    var parts = entry.name().split(" ", -1);
    return DROPPED_FROM_TABLE.stream()
        .filter(kind -> entry.type().endsWith(kind) && parts.length == 2)
        .findFirst()
        .map(
            kind ->
                kind.equals("CONSTRAINT")
                    ? "ALTER TABLE %s DROP CONSTRAINT %s"
                        .formatted(entry.inSchema(parts[0]), PlainNames.quoted(parts[1]))
                    : "DROP %s %s ON %s"
                        .formatted(kind, PlainNames.quoted(parts[1]), entry.inSchema(parts[0])));
  }
}
