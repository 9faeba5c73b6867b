package dev.kahuna.replica.rows;

import dev.kahuna.failure.Rejected;
import dev.kahuna.replica.schema.Refusal;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Explains to the operator why the target rejects rows. Passes on only those parts of the server's
 * message that hold no value of a row.
 */
final class RejectedRows {
  private static final String BROKEN_CONSTRAINT = "23";
  private static final String UNREADABLE_VALUE = "22";
  private static final String RAISED = "P0";
  private static final Pattern COLUMN =
      Pattern.compile("^COPY \\S+, line \\d+, column (\\S+?)(:|$)");

  private RejectedRows() {}

  /** Empty if the failure has nothing to do with the contents of the rows. */
  static Optional<Rejected> of(RowChunk chunk, SQLException failure) {
    if (!(failure instanceof PSQLException psql) || psql.getServerErrorMessage() == null) {
      return Optional.empty();
    }
    var said = psql.getServerErrorMessage();
    var state = String.valueOf(said.getSQLState());
    return switch (state.substring(0, 2)) {
      // These messages name tables, columns and constraints; the values are in the detail.
      case BROKEN_CONSTRAINT ->
          Optional.of(
              new Rejected(
                  "The target refuses rows of %s: %s. Drop the constraint on the target and retry; create it again after fixing the rows."
                      .formatted(named(chunk), said.getMessage())));
      case UNREADABLE_VALUE ->
          Optional.of(
              new Rejected(
                  "The target can't read values of %s%s (SQLSTATE %s). Change the column's type on the target and retry."
                      .formatted(named(chunk), column(said), state)));
      default -> Optional.empty();
    };
  }

  /**
   * The same before the first window, when the rows can still be changed on Heroku.
   *
   * @param searchPath what to do if a function relies on the app's search path; empty if none does
   */
  static Refusal refusal(RowChunk chunk, SQLException failure, String searchPath) {
    var said = failure instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
    var state = String.valueOf(failure.getSQLState());
    var unreadable = state.startsWith(UNREADABLE_VALUE);
    return new Refusal(
        "rows of table %s.%s".formatted(chunk.from().schema(), chunk.from().name()),
        said == null
            ? String.valueOf(failure.getMessage())
            : mayHoldValues(state)
                ? "Aurora can't read their values%s (SQLSTATE %s)".formatted(column(said), state)
                : said.getMessage(),
        !searchPath.isEmpty()
            ? searchPath
            : unreadable
                ? "Change the column's type"
                : "Change the rows, or drop what refuses them");
  }

  /** Whether the server's sentence may hold values of a row: of data, or raised by a function. */
  private static boolean mayHoldValues(String state) {
    return state.startsWith(UNREADABLE_VALUE) || state.startsWith(RAISED);
  }

  private static String named(RowChunk chunk) {
    return chunk.of() == 1
        ? chunk.to().quoted()
        : "%s (part %d of %d)".formatted(chunk.to().quoted(), chunk.number() + 1, chunk.of());
  }

  private static String column(ServerErrorMessage said) {
    var where = said.getWhere();
    var column = COLUMN.matcher(where == null ? "" : where);
    return column.find() ? ", column " + column.group(1) : "";
  }
}
