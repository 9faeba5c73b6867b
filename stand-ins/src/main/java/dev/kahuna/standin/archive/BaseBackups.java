package dev.kahuna.standin.archive;

import dev.kahuna.standin.process.PostgresUser;
import dev.kahuna.standin.tool.ToolOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

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
   * @param concurrency how many parts at a time
   */
  void fetch(
      Path directory, String nameOrLatest, PostgresUser owner, int concurrency, ToolOutput progress)
      throws IOException, InterruptedException {
    var name = resolve(nameOrLatest);
    if (Files.isDirectory(directory) && !isEmpty(directory)) {
      throw new IOException(
          directory + " is not empty: a backup is fetched into an empty directory");
    }
    if (!Files.isDirectory(directory)) {
      owner.makeDirectory(directory);
    }
    var folder = FOLDER + name + "/tar_partitions/";
    var parts = store.list(folder).map(ArchiveStore.Entry::name).sorted().toList();
    if (parts.isEmpty()) {
      throw new IOException("The backup " + name + " has no parts");
    }
    var unpacking = new PartUnpacking(store, directory, owner, concurrency);
    for (var last : List.of(false, true)) {
      unpacking.unpack(
          parts.stream().filter(part -> comesLast(part) == last).toList(),
          (part, bytes) ->
              progress.error(
                  "INFO: %s unpacked, %d MB"
                      .formatted(part.substring(folder.length()), bytes / MEGABYTE)));
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
}
