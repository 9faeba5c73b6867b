package dev.kahuna.replica.copy;

import dev.kahuna.postgres.CopyConnection;
import java.sql.Connection;
import java.sql.SQLException;

/** The source and the target of rows. Each can be opened several times. */
public interface CopyPath {
  CopyConnection source() throws SQLException;

  CopyConnection target() throws SQLException;

  /**
   * Lets functions of the app, which the planner looks into where an index calls them, find what
   * they find in the app's own sessions. Names of types are printed otherwise from then on.
   */
  default void readAsTheApp(Connection source) throws SQLException {}

  /**
   * Checks that the source still holds the rows that it held at first.
   *
   * @throws dev.kahuna.step.Rejected if it does not
   */
  void check(Connection source) throws SQLException;
}
