package dev.kahuna.replica.copy;

import dev.kahuna.postgres.CopyConnection;
import java.sql.Connection;
import java.sql.SQLException;

/** Where rows come from and where they go: both ends, opened as often as wanted. */
public interface CopyPath {
  CopyConnection source() throws SQLException;

  CopyConnection target() throws SQLException;

  /**
   * Makes sure that the source still holds what it held at first.
   *
   * @throws dev.kahuna.step.Rejected if it does not
   */
  void check(Connection source) throws SQLException;
}
