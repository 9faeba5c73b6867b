package dev.kahuna.database;

import dev.kahuna.event.Lsn;
import dev.kahuna.failure.FailureKind;
import dev.kahuna.postgres.PostgresFailures;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The position at which a standby's replay stops after a restart, and pauses. A pause by a call is
 * forgotten when the server restarts; this is in its configuration, and counts from the next start.
 * The server then stops before the first record that begins there, on whichever timeline its
 * primary is.
 */
public final class ReplayStop {
  private static final Queries SQL = Queries.of(ReplayStop.class);
  private static final int NO_RECOVERY_CONF = 12;
  private static final String SET = "ALTER SYSTEM SET %s = '%s'";
  private static final List<String> SETTINGS =
      List.of("recovery_target_lsn", "recovery_target_inclusive", "recovery_target_action");

  private ReplayStop() {}

  /** From its next start on, the standby stops at that position. Can be repeated. */
  public static void set(Connection standby, Lsn at) throws SQLException {
    if (isBeforeSettings(standby)) {
      writeRecoveryConf(standby, at.toString());
    } else {
      run(standby, SET.formatted("recovery_target_inclusive", "off"));
      run(standby, SET.formatted("recovery_target_action", "pause"));
      run(standby, SET.formatted("recovery_target_lsn", at));
    }
  }

  /**
   * Lets the replay go on, and never stop again. A server that was started with the stop in force
   * would be promoted by resuming; it is ended, and its unit starts it again.
   *
   * @return whether the server goes on; if not, this session has ended with it
   */
  public static boolean clear(Connection standby) throws SQLException {
    var inForce = isInForce(standby);
    if (isBeforeSettings(standby)) {
      writeRecoveryConf(standby, "");
    } else {
      for (var setting : SETTINGS) {
        run(standby, "ALTER SYSTEM RESET " + setting);
      }
    }
    if (inForce) {
      endServer(standby);
    } else if (SQL.one(standby, "replay-paused", row -> row.getBoolean(1))) {
      SQL.run(standby, "resume-replay");
    }
    return !inForce;
  }

  private static void endServer(Connection standby) throws SQLException {
    try {
      SQL.run(standby, "end-server");
    } catch (SQLException e) {
      if (PostgresFailures.kind(e) != FailureKind.UNAVAILABLE) {
        throw e;
      }
    }
  }

  /** Whether the server was started with such a position. */
  public static boolean isInForce(Connection standby) throws SQLException {
    return SQL.one(standby, "replay-stop-in-force", row -> row.getBoolean(1));
  }

  private static boolean isBeforeSettings(Connection standby) throws SQLException {
    return standby.getMetaData().getDatabaseMajorVersion() < NO_RECOVERY_CONF;
  }

  private static void writeRecoveryConf(Connection standby, String stop) throws SQLException {
    SQL.one(standby, "set", row -> row.getString(1), "kahuna.replay_stop", stop);
    SQL.run(standby, "write-recovery-conf");
  }

  /** ALTER SYSTEM takes no parameters. */
  private static void run(Connection standby, String statement) throws SQLException {
    try (var session = standby.createStatement()) {
      session.execute(statement);
    }
  }
}
