package dev.kahuna.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * The data of a test's server before its first start.
 *
 * @param directory the server's own, which its user can write to
 */
record TestPostgresData(int major, Path directory) {
  /** Where a server with this directory keeps them. */
  static Path in(Path directory) {
    return directory.resolve("data");
  }

  /** A new cluster. */
  void copyTemplate() {
    OsCommand.run(
        directory,
        "cp",
        "-a",
        TestPostgresBinaries.template(major).toString(),
        in(directory).toString());
  }

  /** The base of a standby that streams from it. */
  void copyFrom(TestPostgres primary) {
    var program = TestPostgresBinaries.directory(major).resolve("pg_basebackup");
    if (Files.exists(program)) {
      OsCommand.run(
          directory,
          TestPostgresBinaries.asServerUser(
              List.of(
                  program.toString(),
                  "--dbname=" + primary.overSocket(),
                  "--pgdata=" + in(directory),
                  "--checkpoint=fast",
                  "--no-sync")));
    } else {
      copyFilesOf(primary);
    }
    write("standby.signal", "");
  }

  /** For versions of which there are no programs but the server's (15 or later). */
  private void copyFilesOf(TestPostgres primary) {
    try (var session = primary.open();
        var statement = session.createStatement()) {
      statement.execute("SELECT pg_backup_start('copy', true)");
      OsCommand.run(directory, "cp", "-a", primary.data().toString(), in(directory).toString());
      Files.delete(in(directory).resolve("postmaster.pid"));
      try (var label = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
        label.next();
        write("backup_label", label.getString(1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void resizeWalSegments(int mebibytes) {
    own();
    OsCommand.run(
        directory,
        TestPostgresBinaries.asServerUser(
            List.of(
                TestPostgresBinaries.directory(major).resolve("pg_resetwal").toString(),
                "--wal-segsize=" + mebibytes,
                "--pgdata=" + in(directory))));
  }

  /** Gives the files to the user that the server runs as. */
  void own() {
    if (TestPostgresBinaries.isRoot()) {
      OsCommand.run(directory, "chown", "-R", "postgres:postgres", directory.toString());
    }
  }

  void write(String name, String text) {
    try {
      Files.writeString(in(directory).resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
