package dev.kahuna.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Temporary directories that the server's OS user may use, gone when the JVM ends. */
final class TestDirectories {

  private TestDirectories() {}

  static Path create(String prefix) {
    try {
      var directory = Files.createTempDirectory(prefix);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
      if (TestPostgresBinaries.isRoot()) {
        OsCommand.run(directory, "chown", "postgres:postgres", directory.toString());
        OsCommand.run(directory, "chmod", "755", directory.toString());
      }
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void delete(Path directory) {
    OsCommand.run(Path.of("/"), "rm", "-rf", directory.toString());
  }
}
