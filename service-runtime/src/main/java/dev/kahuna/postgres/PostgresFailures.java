package dev.kahuna.postgres;

import dev.kahuna.failure.FailureKind;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.postgresql.util.PSQLException;

/** Classifies an SQLException by its SQLSTATE (appendix A of the Postgres manual). */
public final class PostgresFailures {
  private static final String OUT_OF_MEMORY = "53200";

  /** Said of the table of locks. Other memory is missing to one session only, and that passes. */
  private static final String LOCK_TABLE_FULL = "out of shared memory";

  private static final Pattern SETTING = Pattern.compile("increase (max_\\w+)");

  private PostgresFailures() {}

  public static FailureKind kind(SQLException e) {
    // The driver reports a refused certificate as a lost connection; another attempt won't help.
    if (causes(e).anyMatch(PostgresFailures::isMistrust)) {
      return FailureKind.REJECTED;
    }
    if (missingSetting(e).isPresent()) {
      return FailureKind.REJECTED;
    }
    if (isOfAnotherServer(e)) {
      return FailureKind.REJECTED;
    }
    var state = e.getSQLState();
    if (state == null || state.length() != 5) {
      return causes(e).anyMatch(IOException.class::isInstance)
          ? FailureKind.UNAVAILABLE
          : FailureKind.BUG;
    }
    return kind(state);
  }

  /**
   * Whether the failure says nothing about the statement: the server is out of reach or lacks a
   * setting.
   */
  public static boolean isOfServer(SQLException e) {
    return kind(e) == FailureKind.UNAVAILABLE || missingSetting(e).isPresent();
  }

  /** Tells the operator which setting the server needs; empty if the failure has another cause. */
  public static Optional<String> missingSetting(SQLException e) {
    var said = String.valueOf(e.getMessage());
    if (!OUT_OF_MEMORY.equals(e.getSQLState()) || !said.contains(LOCK_TABLE_FULL)) {
      return Optional.empty();
    }
    var hint = SETTING.matcher(said);
    var setting = hint.find() ? hint.group(1) : "max_locks_per_transaction";
    return Optional.of(
        "The server has no room for more locks (SQLSTATE %s, %s). Look up its value with SHOW %3$s, set at least the fourfold, restart the server, then retry. On Aurora, set %3$s in the cluster's parameter group and reboot the instance. On a host of Kahuna, set kahuna.postgres.%3$s of replica-service and restart Postgres there."
            .formatted(OUT_OF_MEMORY, LOCK_TABLE_FULL, setting));
  }

  private static FailureKind kind(String state) {
    return switch (state) {
      case "55006", "55P03", "25P03", "57014" -> FailureKind.UNAVAILABLE;
      case "42601", "42P02", "42P18" -> FailureKind.BUG;
      default ->
          switch (state.substring(0, 2)) {
            case "08", "40", "53", "57", "58" -> FailureKind.UNAVAILABLE;
            case "0A", "0L", "0P", "22", "23", "25", "28", "2B", "3D", "3F", "42", "54", "55" ->
                FailureKind.REJECTED;
            default -> FailureKind.BUG;
          };
    };
  }

  /**
   * Whether the server answers that it can't reach another one, for a foreign table. The connection
   * to itself is fine.
   */
  private static boolean isOfAnotherServer(SQLException e) {
    return e instanceof PSQLException p
        && p.getServerErrorMessage() != null
        && "ERROR".equals(p.getServerErrorMessage().getSeverity())
        && String.valueOf(p.getSQLState()).startsWith("08");
  }

  /**
   * A refused certificate is a matter of trust; a handshake cut off by a lost connection is not.
   */
  private static boolean isMistrust(Throwable cause) {
    return cause instanceof GeneralSecurityException
        || (cause instanceof SSLHandshakeException && !(cause.getCause() instanceof IOException));
  }

  private static Stream<Throwable> causes(Throwable e) {
    return Stream.iterate(e, cause -> cause != null, Throwable::getCause).limit(20);
  }
}
