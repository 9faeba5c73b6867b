package dev.kahuna.provisioner.preflight;

import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.migration.Migration;
import dev.kahuna.secret.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Can the archive be read, and does it hold a complete base backup and WAL? */
public final class ArchiveCheck implements Check {
  private static final Duration OLD = Duration.ofDays(8);

  private final Secrets secrets;
  private final Clock clock;

  public ArchiveCheck(Secrets secrets, Clock clock) {
    this.secrets = secrets;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "archive";
  }

  @Override
  public List<Finding> look(Migration migration) {
    var archive = migration.request().archive();
    try (var listing = new ArchiveListing(archive, secrets)) {
      var newest = listing.sentinels().stream().max(Comparator.comparing(S3Object::lastModified));
      if (newest.isEmpty()) {
        return List.of(
            listing.hasBackupFolder()
                ? block(
                    "The base backup under %s is not complete: it has no sentinel. Wait until"
                        + " Heroku has finished it, or ask Heroku for a new one.",
                    archive.prefix())
                : block(
                    "There is no base backup under %s. Check archive.prefix, or ask Heroku's"
                        + " support for a base backup of the database.",
                    archive.prefix()));
      }
      var findings = new ArrayList<>(List.of(backup(newest.get())));
      findings.add(
          listing.hasWal()
              ? pass("There is WAL under %s/wal_005", archive.prefix())
              : block(
                  "There is no WAL under %s/wal_005, so the backup can't be made consistent. Ask"
                      + " Heroku's support to ship WAL to this archive.",
                  archive.prefix()));
      return findings;
    }
  }

  private Finding backup(S3Object sentinel) {
    var age = Duration.between(sentinel.lastModified(), clock.instant());
    var name = ArchiveListing.backup(sentinel);
    return age.compareTo(OLD) > 0
        ? warn(
            "The newest complete base backup, %s, is %d days old: replaying the WAL since then will"
                + " take long. A newer one saves that.",
            name, age.toDays())
        : pass("The newest complete base backup is %s", name);
  }
}
