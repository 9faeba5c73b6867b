package dev.kahuna.sandbox.archive;

import dev.kahuna.sandbox.postgres.PostgresUser;
import dev.kahuna.sandbox.tool.ToolOutput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The complete base backups of an archive: those that have their sentinel. */
final class BaseBackups {
  static final String FOLDER = "basebackups_005/";
  static final String SENTINEL = "_backup_stop_sentinel.json";
  private static final long MEGABYTE = 1 << 20;

  private final ArchiveStore store;

  BaseBackups(ArchiveStore store) {
    this.store = store;
  }

  /** The sentinels, oldest first. */
  List<ArchiveStore.Entry> sentinels() throws IOException {
    return store
        .list(FOLDER)
        .filter(entry -> entry.name().endsWith(SENTINEL))
        .sorted(Comparator.comparing(ArchiveStore.Entry::lastModified))
        .toList();
  }

  static String backupName(ArchiveStore.Entry sentinel) {
    var name = sentinel.name();
    return name.substring(FOLDER.length(), name.length() - SENTINEL.length());
  }

  /**
   * Unpacks a backup into a directory that is absent or empty, {@code pg_control} and {@code
   * backup_label} last, so that a half fetched directory is no database.
   *
   * @param nameOrLatest a backup's name or {@code LATEST}
   */
  void fetch(Path directory, String nameOrLatest, PostgresUser owner, ToolOutput progress)
      throws IOException {
    var name = resolve(nameOrLatest);
    if (Files.isDirectory(directory) && !isEmpty(directory)) {
      throw new IOException(
          directory + " is not empty: a backup is fetched into an empty directory");
    }
    if (!Files.isDirectory(directory)) {
      owner.makeDirectory(directory);
    }
    var folder = FOLDER + name + "/tar_partitions/";
    var parts =
        store
            .list(folder)
            .map(ArchiveStore.Entry::name)
            .sorted(Comparator.comparing(BaseBackups::comesLast).thenComparing(part -> part))
            .toList();
    if (parts.isEmpty()) {
      throw new IOException("The backup " + name + " has no parts");
    }
    long bytes = 0;
    for (var part : parts) {
      bytes += unpack(part, directory, owner);
      progress.error(
          "INFO: %s unpacked, %d MB in all"
              .formatted(part.substring(folder.length()), bytes / MEGABYTE));
    }
    progress.error("INFO: Backup extraction complete: " + name);
  }

  /** WAL-G keeps what makes a directory a database apart; WAL-E does not. */
  private static boolean comesLast(String part) {
    return part.contains("/pg_control.tar.") || part.contains("/backup_label.tar.");
  }

  private String resolve(String nameOrLatest) throws IOException {
    var names = sentinels().stream().map(BaseBackups::backupName).toList();
    if (names.isEmpty()) {
      throw new IOException("No backups found");
    }
    if (nameOrLatest.equals("LATEST")) {
      return names.getLast();
    }
    if (!names.contains(nameOrLatest)) {
      throw new IOException("Backup '" + nameOrLatest + "' does not exist");
    }
    return nameOrLatest;
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.findAny().isEmpty();
    }
  }

  private long unpack(String part, Path directory, PostgresUser owner) throws IOException {
    long bytes = 0;
    try (var tar =
        new TarArchiveInputStream(
            store
                .open(part)
                .orElseThrow(() -> new IOException("The backup lacks its part " + part)))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(entry, tar, directory, owner);
        bytes += entry.getSize();
      }
    }
    return bytes;
  }

  private static void unpack(
      TarArchiveEntry entry, InputStream content, Path directory, PostgresUser owner)
      throws IOException {
    // WAL-E's first entry is the data directory itself, named "/".
    var target = directory.resolve(entry.getName().replaceFirst("^/+", "")).normalize();
    if (!target.startsWith(directory)) {
      throw new IOException("The backup has a file outside itself: " + entry.getName());
    }
    if (entry.isDirectory()) {
      makeDirectories(target, directory, owner);
      return;
    }
    makeDirectories(Objects.requireNonNull(target.getParent()), directory, owner);
    Files.copy(content, target);
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
    owner.own(target);
  }

  private static void makeDirectories(Path target, Path root, PostgresUser owner)
      throws IOException {
    if (!target.equals(root) && !Files.isDirectory(target)) {
      makeDirectories(Objects.requireNonNull(target.getParent()), root, owner);
      owner.makeDirectory(target);
    }
  }
}
