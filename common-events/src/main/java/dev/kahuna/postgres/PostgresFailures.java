package dev.kahuna.postgres;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;

/** What an SQLException asks for, by its SQLSTATE (appendix A of the Postgres manual). */
public final class PostgresFailures {

  /** The same three kinds by which steps fail. */
  public enum Kind {
    /** It may pass: connection lost, server starting or full, deadlock, lock not granted. */
    UNAVAILABLE,
    /** The operator must change something: rights, a missing object, a certificate, bad data. */
    REJECTED,
    /** Kahuna asked for something wrong. */
    BUG
  }

  private PostgresFailures() {}

  public static Kind kind(SQLException e) {
    // The driver reports a refused certificate as a lost connection; trying again won't help.
    if (causes(e).anyMatch(PostgresFailures::isMistrust)) {
      return Kind.REJECTED;
    }
    var state = e.getSQLState();
    if (state == null || state.length() != 5) {
      return causes(e).anyMatch(IOException.class::isInstance) ? Kind.UNAVAILABLE : Kind.BUG;
    }
    return kind(state);
  }

  private static Kind kind(String state) {
    return switch (state) {
      case "55006", "55P03", "25P03", "57014" -> Kind.UNAVAILABLE;
      case "42601", "42P02", "42P18" -> Kind.BUG;
      default ->
          switch (state.substring(0, 2)) {
            case "08", "40", "53", "57", "58" -> Kind.UNAVAILABLE;
            case "0A", "0L", "0P", "22", "23", "25", "28", "2B", "3D", "3F", "42", "54", "55" ->
                Kind.REJECTED;
            default -> Kind.BUG;
          };
    };
  }

  private static boolean isMistrust(Throwable cause) {
    return cause instanceof GeneralSecurityException || cause instanceof SSLHandshakeException;
  }

  private static Stream<Throwable> causes(Throwable e) {
    return Stream.iterate(e, cause -> cause != null, Throwable::getCause).limit(20);
  }
}
