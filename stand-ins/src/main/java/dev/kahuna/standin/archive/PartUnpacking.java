package dev.kahuna.standin.archive;

import dev.kahuna.standin.process.PostgresUser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Downloads the parts of a base backup and unpacks them as they come.
 *
 * @param directory where to; PGDATA
 * @param owner of every file
 * @param concurrency how many parts at a time
 */
record PartUnpacking(ArchiveStore store, Path directory, PostgresUser owner, int concurrency) {

  /** Hears of a part that is unpacked, and its size in bytes. */
  @FunctionalInterface
  interface Progress {
    void unpacked(String part, long bytes) throws IOException;
  }

  private record Unpacked(String part, long bytes) {}

  /** Unpacks these parts. The first that fails ends the others. */
  void unpack(List<String> parts, Progress progress) throws IOException, InterruptedException {
    try (var threads = Executors.newFixedThreadPool(concurrency)) {
      var ended = new ExecutorCompletionService<Unpacked>(threads);
      try {
        parts.forEach(part -> ended.submit(() -> new Unpacked(part, unpack(part))));
        for (int i = 0; i < parts.size(); i++) {
          var unpacked = ended.take().get();
          progress.unpacked(unpacked.part(), unpacked.bytes());
        }
      } catch (ExecutionException e) {
        throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private long unpack(String part) throws IOException {
    long bytes = 0;
    try (var tar =
        new TarArchiveInputStream(
            store
                .open(part)
                .orElseThrow(() -> new IOException("The backup lacks its part " + part)))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(entry, tar);
        bytes += entry.getSize();
      }
    }
    return bytes;
  }

  private void unpack(TarArchiveEntry entry, InputStream content) throws IOException {
    // WAL-E's first entry is the data directory itself, named "/".
    var target = directory.resolve(entry.getName().replaceFirst("^/+", "")).normalize();
    if (!target.startsWith(directory)) {
      throw new IOException("The backup has a file outside itself: " + entry.getName());
    }
    if (entry.isDirectory()) {
      makeDirectories(target);
      return;
    }
    makeDirectories(Objects.requireNonNull(target.getParent()));
    Files.copy(content, target);
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
    owner.own(target);
  }

  private void makeDirectories(Path target) throws IOException {
    if (!target.equals(directory) && !Files.isDirectory(target)) {
      makeDirectories(Objects.requireNonNull(target.getParent()));
      owner.makeDirectory(target);
    }
  }
}
