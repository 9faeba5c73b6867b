package dev.kahuna.postgres;

import dev.kahuna.failure.FailureKind;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;

/** Classifies an SQLException by its SQLSTATE (appendix A of the Postgres manual). */
public final class PostgresFailures {

  private PostgresFailures() {}

  public static FailureKind kind(SQLException e) {
    // The driver reports a refused certificate as a lost connection; another attempt won't help.
    if (causes(e).anyMatch(PostgresFailures::isMistrust)) {
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
