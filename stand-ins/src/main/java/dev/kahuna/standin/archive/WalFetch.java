package dev.kahuna.standin.archive;

import dev.kahuna.standin.process.PostgresUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Fetches files of WAL from an archive.
 *
 * @param owner of what is fetched
 */
record WalFetch(ArchiveStore store, PostgresUser owner) {
  static final String FOLDER = "wal_005/";

  /**
   * Writes beside the destination and renames, so that nobody ever sees half a file.
   *
   * @param unfinished in the same file system; not there afterwards
   * @return whether the archive has it
   */
  boolean fetch(String name, Path unfinished, Path destination) throws IOException {
    var content = store.openAny(FOLDER + name);
    if (content.isEmpty()) {
      return false;
    }
    try (var in = content.get()) {
      Files.copy(in, unfinished, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-------"));
      owner.own(unfinished);
      Files.move(unfinished, destination, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    return true;
  }
}
