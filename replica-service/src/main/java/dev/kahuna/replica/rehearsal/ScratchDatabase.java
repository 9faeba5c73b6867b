package dev.kahuna.replica.rehearsal;

import java.sql.Connection;
import java.sql.SQLException;

/** A database on the target that nobody needs. It is empty at first and gone in the end. */
record ScratchDatabase(Connection target) implements AutoCloseable {
  static final String NAME = "kahuna_rehearsal";

  /** Drops what an interrupted rehearsal left, and creates an empty one. */
  static ScratchDatabase create(Connection target) throws SQLException {
    var database = new ScratchDatabase(target);
    database.close();
    database.run("CREATE DATABASE %s TEMPLATE template0".formatted(NAME));
    return database;
  }

  @Override
  public void close() throws SQLException {
    run("DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(NAME));
  }

  private void run(String sql) throws SQLException {
    try (var statement = target.createStatement()) {
      statement.execute(sql);
    }
  }
}
