package dev.kahuna.bench.restore;

import dev.kahuna.standin.archive.ArchiveStore;
import java.util.List;

/**
 * What there is to restore and to replay.
 *
 * @param parts objects of the base backup
 * @param segments objects of the WAL from the base backup on
 * @param endLsn where the last segment's records end
 * @param contents what {@link SourceLoad#contents} finds where all of it is replayed
 */
record ShippedArchive(
    List<ArchiveStore.Entry> parts,
    List<ArchiveStore.Entry> segments,
    String endLsn,
    String contents) {

  /** Size of the base backup in the archive, in bytes. */
  long backupBytes() {
    return bytes(parts);
  }

  /** Size of the WAL in the archive, in bytes. */
  long walBytes() {
    return bytes(segments);
  }

  private static long bytes(List<ArchiveStore.Entry> objects) {
    return objects.stream().mapToLong(ArchiveStore.Entry::size).sum();
  }
}
