package dev.kahuna.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Finds the server programs of a major version: {@code -Dkahuna.postgres.<major>.bin=DIR}, an
 * installed version, the one on the PATH, or the archive in a test dependency. Holds a ready
 * initialised data directory per version for servers to start from.
 */
final class TestPostgresBinaries {

  private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
  private static final Map<Integer, Path> TEMPLATES = new ConcurrentHashMap<>();
  private static final Map<Integer, Path> BINARIES = new ConcurrentHashMap<>();

  private TestPostgresBinaries() {}

  /** The directory that holds initdb and postgres. */
  static Path directory(int major) {
    return BINARIES.computeIfAbsent(major, TestPostgresBinaries::find);
  }

  /** A data directory fresh from initdb, superuser {@code postgres}; to be copied, not used. */
  static Path template(int major) {
    return TEMPLATES.computeIfAbsent(major, TestPostgresBinaries::initialise);
  }

  /** Root hands Postgres to the OS user {@code postgres}, since it refuses to run as root. */
  static List<String> asServerUser(List<String> command) {
    if (!isRoot()) {
      return command;
    }
    var all =
        new ArrayList<>(
            List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
    all.addAll(command);
    return all;
  }

  static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private static Path find(int major) {
    return Stream.of(
            Optional.ofNullable(System.getProperty("kahuna.postgres." + major + ".bin")),
            Optional.of("/usr/lib/postgresql/" + major + "/bin"),
            onPath())
        .flatMap(Optional::stream)
        .map(Path::of)
        .filter(directory -> isMajor(directory, major))
        .findFirst()
        .orElseGet(() -> unpack(major));
  }

  private static Optional<String> onPath() {
    return Stream.of(System.getenv("PATH").split(":"))
        .filter(directory -> Files.isExecutable(Path.of(directory, "postgres")))
        .findFirst();
  }

  private static boolean isMajor(Path directory, int major) {
    return Files.isExecutable(directory.resolve("postgres"))
        && OsCommand.run(directory, directory.resolve("postgres").toString(), "--version")
            .matches("(?s).* " + major + "[.a-z].*");
  }

  private static Path unpack(int major) {
    var directory = TestDirectories.create("kahuna-pg-" + major + "-");
    try (var archive = TestPostgresBinaries.class.getResourceAsStream(ARCHIVE)) {
      if (archive == null) {
        throw new IllegalStateException(
            "No Postgres "
                + major
                + " here: install it, or set"
                + " -Dkahuna.postgres."
                + major
                + ".bin to the directory of its programs");
      }
      Files.copy(archive, directory.resolve("postgres.txz"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    OsCommand.run(directory, "tar", "-xJf", "postgres.txz", "--no-same-owner");
    OsCommand.run(directory, "rm", "postgres.txz");
    var programs = directory.resolve("bin");
    if (!isMajor(programs, major)) {
      throw new IllegalStateException("The test dependency holds another version than " + major);
    }
    return programs;
  }

  private static Path initialise(int major) {
    var data = TestDirectories.create("kahuna-template-" + major + "-").resolve("data");
    OsCommand.run(
        data.getParent(),
        asServerUser(
            List.of(
                directory(major).resolve("initdb").toString(),
                "-D",
                data.toString(),
                "-U",
                "postgres",
                "--no-sync",
                "-E",
                "UTF8",
                "--locale=C")));
    return data;
  }
}
