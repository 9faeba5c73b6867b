package dev.kahuna.standin.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * Where the stand-ins of a run keep everything, and one run at a time: claimed at the start, when
 * what a crashed run left behind (processes, files) is removed, and gone at the end.
 *
 * <p>It is {@code run} in the build folder, or a directory under {@code /tmp} if the Postgres user
 * does not reach the build folder (a checkout in a private home directory) or if the path is too
 * long for the name of a Unix socket.
 */
public final class StateDirectory implements AutoCloseable {
  /** A Unix socket's name has 107 bytes; a host needs up to 50 of them below this directory. */
  private static final int LONGEST = 57;

  private final Path root;
  private final Path cache;
  private final FileChannel lock;
  private final ChildProcesses processes;

  private StateDirectory(Path root, Path cache, FileChannel lock) {
    this.root = root;
    this.cache = cache;
    this.lock = lock;
    this.processes = new ChildProcesses(root.resolve("processes"));
  }

  /**
   * Claims the state directory of a checkout.
   *
   * @param buildFolder the module's {@code target}
   * @throws IllegalStateException if another run has it; its message tells the user so
   */
  public static StateDirectory claim(Path buildFolder, PostgresUser user) throws IOException {
    var build = buildFolder.toAbsolutePath().normalize();
    Files.createDirectories(build);
    var lock = lock(build.resolve("stand-ins.lock"));
    try {
      var inBuild = build.resolve("run");
      boolean fits = inBuild.toString().length() <= LONGEST && user.reaches(build);
      var root = fits ? inBuild : elsewhere(build, user);
      var state =
          new StateDirectory(
              root, fits ? build.resolve("postgres") : root.resolve("postgres"), lock);
      state.clear();
      Files.createDirectory(
          root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
      return state;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static Path elsewhere(Path build, PostgresUser user) {
    return Path.of(
        "/tmp/stand-ins-%d-%08x".formatted(user.callersUid(), build.toString().hashCode()));
  }

  private static FileChannel lock(Path file) throws IOException {
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // The other run is in this process; the answer is the same.
    }
    channel.close();
    throw new IllegalStateException(
        "Other stand-ins run in this checkout (they hold %s): end them, or use another checkout."
            .formatted(file));
  }

  /** The directory; its own user's, but others may pass through it. */
  public Path root() {
    return root;
  }

  /** Where downloaded Postgres programs are kept; outlives the run if it can. */
  public Path cache() {
    return cache;
  }

  /** The processes of this run. */
  public ChildProcesses processes() {
    return processes;
  }

  /** Ends every process that belongs here and removes the files, but not the lock. */
  private void clear() throws IOException {
    Stragglers.of(root).end();
    processes.close();
    deleteTree(root);
  }

  /** Removes a directory with everything in it, if it exists. */
  public static void deleteTree(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (Files.exists(file)) {
              throw e;
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
              throws IOException {
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public void close() {
    try (lock) {
      clear();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
