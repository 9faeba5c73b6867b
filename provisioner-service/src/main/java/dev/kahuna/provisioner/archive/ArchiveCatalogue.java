package dev.kahuna.provisioner.archive;

import dev.kahuna.request.MigrationRequest.Archive;
import dev.kahuna.secret.Secrets;
import java.util.List;
import java.util.Optional;

/**
 * The contents of an archive that a recovery needs.
 *
 * @param newest the newest backup that is complete, including the backups it builds on
 * @param parts of that backup
 * @param wal from the start of that backup on
 */
public record ArchiveCatalogue(
    ArchivedBackups backups,
    Optional<BaseBackup> newest,
    List<ArchivedObject> parts,
    BrokenObjects brokenParts,
    Optional<WalSequence> wal,
    BrokenObjects brokenWal) {
  private static final String WAL = "wal_005/";

  /**
   * How many of the newest segments are inspected one by one: 64 GiB of WAL. Each needs two calls,
   * so inspecting all of a large archive would take longer than it saves.
   */
  static final int SEGMENTS_LOOKED_AT = 4096;

  /** Which server the newest complete backup is of; reads nothing but the sentinels. */
  public static Optional<String> systemIdentifier(Archive archive, Secrets secrets)
      throws InterruptedException {
    try (var bucket = new ArchiveBucket(archive, secrets)) {
      return ArchivedBackups.in(bucket).complete().stream()
          .findFirst()
          .flatMap(BaseBackup::systemIdentifier);
    }
  }

  /**
   * Reads the catalogue and changes nothing. Only the small objects about backups are read whole.
   */
  public static ArchiveCatalogue of(Archive archive, Secrets secrets) throws InterruptedException {
    try (var bucket = new ArchiveBucket(archive, secrets)) {
      var backups = ArchivedBackups.in(bucket);
      var newest = backups.complete().stream().filter(backups::hasAncestors).findFirst();
      if (newest.isEmpty()) {
        return new ArchiveCatalogue(
            backups,
            newest,
            List.of(),
            BrokenObjects.none(),
            Optional.empty(),
            BrokenObjects.none());
      }
      var start = newest.get().start();
      var parts = ArchivedBackups.parts(bucket, newest.get());
      var wal = WalSequence.from(start, bucket.objects(WAL, start.name()));
      var found = wal.found();
      var looked = found.subList(Math.max(0, found.size() - SEGMENTS_LOOKED_AT), found.size());
      return new ArchiveCatalogue(
          backups,
          newest,
          parts,
          BrokenObjects.among(bucket, parts),
          Optional.of(wal),
          BrokenObjects.among(bucket, looked));
    }
  }
}
