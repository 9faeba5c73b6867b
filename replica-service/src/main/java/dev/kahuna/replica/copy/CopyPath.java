package dev.kahuna.replica.copy;

import dev.kahuna.postgres.CopyConnection;
import java.sql.Connection;
import java.sql.SQLException;

/** The source and the target of rows. Each can be opened several times. */
public interface CopyPath {
  CopyConnection source() throws SQLException;

  CopyConnection target() throws SQLException;

  /**
   * Checks that the source still holds the rows that it held at first.
   *
   * @throws dev.kahuna.step.Rejected if it does not
   */
  void check(Connection source) throws SQLException;
}
