package dev.kahuna.provisioner.preflight;

import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.migration.Migration;
import dev.kahuna.provisioner.archive.ArchiveCatalogue;
import dev.kahuna.provisioner.archive.ArchiveRefusal;
import dev.kahuna.provisioner.archive.ArchivedBackups;
import dev.kahuna.provisioner.archive.ArchivedObject;
import dev.kahuna.provisioner.archive.BaseBackup;
import dev.kahuna.provisioner.archive.BrokenObjects;
import dev.kahuna.provisioner.archive.WalSequence;
import dev.kahuna.request.MigrationRequest;
import dev.kahuna.secret.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Checks that the archive can be read and holds a complete base backup and all WAL since. */
public final class ArchiveCheck implements Check {
  private static final Duration OLD_BACKUP = Duration.ofDays(8);

  /** Heroku ships a segment every minute while the database is written to. */
  private static final Duration OLD_WAL = Duration.ofMinutes(15);

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
  public List<Finding> look(Migration migration) throws InterruptedException {
    try {
      return look(migration.request());
    } catch (S3Exception e) {
      return List.of(
          block(
              "%s",
              ArchiveRefusal.sentence(e, migration.request().archive()).orElseThrow(() -> e)));
    }
  }

  private List<Finding> look(MigrationRequest request) throws InterruptedException {
    var prefix = request.archive().prefix();
    var catalogue = ArchiveCatalogue.of(request.archive(), secrets);
    if (catalogue.newest().isEmpty()) {
      return List.of(noBackup(prefix, catalogue.backups()));
    }
    var backup = catalogue.newest().get();
    var findings = new ArrayList<Finding>();
    findings.add(age(backup));
    newerOnes(backup, catalogue.backups()).ifPresent(findings::add);
    fits(backup, request).ifPresent(findings::add);
    var encrypted = request.archive().encryption().isPresent();
    findings.addAll(parts(backup, catalogue, encrypted));
    findings.addAll(wal(prefix, backup, catalogue, encrypted));
    return findings;
  }

  private Finding noBackup(String prefix, ArchivedBackups backups) {
    if (!backups.unreadable().isEmpty()) {
      return block(
          "The sentinel %s under %s can't be read. Ask Heroku's support for a new base backup.",
          backups.unreadable().getFirst(), prefix);
    }
    if (!backups.complete().isEmpty()) {
      return block(
          "The base backup %s under %s is an increment of %s, which is incomplete. Ask Heroku's support"
              + " for a full base backup.",
          backups.complete().getFirst().name(),
          prefix,
          backups.complete().getFirst().parent().orElse("another one"));
    }
    return backups.incomplete().isEmpty()
        ? block(
            "There is no base backup under %s. Check archive.prefix, or ask Heroku's"
                + " support for a base backup of the database.",
            prefix)
        : block(
            "The base backup %s under %s is incomplete: it has no sentinel. Wait until"
                + " Heroku has finished it, or ask Heroku for a new one.",
            backups.incomplete().getFirst(), prefix);
  }

  private Finding age(BaseBackup backup) {
    var age = Duration.between(backup.completed(), clock.instant());
    return age.compareTo(OLD_BACKUP) > 0
        ? warn(
            "The newest complete base backup, %s, is %d days old: replaying the WAL since then will"
                + " take long. Ask Heroku's support for a newer one to save that time.",
            backup.name(), age.toDays())
        : pass("The newest complete base backup is %s", backup.name());
  }

  private Optional<Finding> newerOnes(BaseBackup backup, ArchivedBackups backups) {
    return backups.incomplete().stream()
        .filter(name -> name.compareTo(backup.name()) > 0)
        .findFirst()
        .map(
            name ->
                warn(
                    "The base backup %s is newer but incomplete: it has no sentinel. %s is used.",
                    name, backup.name()));
  }

  private Optional<Finding> fits(BaseBackup backup, MigrationRequest request) {
    var wanted = request.source().version();
    var major = backup.majorVersion();
    if (major.isPresent() && major.getAsInt() != wanted) {
      return Optional.of(
          block(
              "The base backup %s is of PostgreSQL %d, but source.version is %d. Set"
                  + " archive.prefix to this database's archive, or source.version.",
              backup.name(), major.getAsInt(), wanted));
    }
    var gib = request.replica().volumeGib();
    var needed = backup.bytes().orElse(0) >> 30;
    return needed >= gib
        ? Optional.of(
            block(
                "The base backup %s takes %d GiB, but the hosts' volumes have only %d. Make"
                    + " replica.volume larger.",
                backup.name(), needed, gib))
        : Optional.empty();
  }

  private List<Finding> parts(BaseBackup backup, ArchiveCatalogue catalogue, boolean encrypted) {
    if (catalogue.parts().isEmpty()) {
      return List.of(
          block(
              "The base backup %s has a sentinel but no parts. Ask Heroku's support for a new one.",
              backup.name()));
    }
    if (encrypted && catalogue.brokenParts().encrypted().isEmpty()) {
      return List.of(
          block(
              "The base backup %s is not encrypted, but the request names a key. Remove"
                  + " archive.openpgp-key or archive.libsodium-key.",
              backup.name()));
    }
    return broken(
        catalogue.brokenParts(), "Ask Heroku's support for a new base backup.", encrypted);
  }

  private List<Finding> wal(
      String prefix, BaseBackup backup, ArchiveCatalogue catalogue, boolean encrypted) {
    var wal = catalogue.wal().orElseThrow();
    if (wal.found().isEmpty()) {
      return List.of(
          block(
              "There is no WAL under %s/wal_005 from %s on, where the base backup begins, so the backup can't be restored to a consistent state. Ask Heroku's support to ship WAL to this archive.",
              prefix, backup.start().name()));
    }
    var findings =
        new ArrayList<>(
            broken(
                catalogue.brokenWal(),
                "A recovery would stop there. Ask Heroku's support for a newer base backup.",
                encrypted));
    for (var lost : wal.lost()) {
      findings.add(
          block(
              "A recovery of %s can't follow the archive: %s. Ask Heroku's support for a newer base"
                  + " backup.",
              backup.name(), lost));
    }
    if (!wal.gaps().isEmpty()) {
      findings.add(gap(wal));
    }
    if (findings.isEmpty()) {
      findings.add(
          pass(
              "WAL without a gap from %s to %s",
              wal.found().getFirst().name(), wal.found().getLast().name()));
    }
    tooOld(wal.found().getLast()).ifPresent(findings::add);
    return findings;
  }

  private Finding gap(WalSequence wal) {
    var first = wal.gaps().getFirst();
    var missing = wal.gaps().stream().mapToLong(WalSequence.Gap::length).sum();
    return block(
        "The WAL segment %s is missing%s: a recovery would stop there. Ask Heroku's support for a"
            + " newer base backup.",
        first.first().name(), missing == 1 ? "" : ", and %d more".formatted(missing - 1));
  }

  private Optional<Finding> tooOld(ArchivedObject newest) {
    var age = Duration.between(newest.modified(), clock.instant());
    return age.compareTo(OLD_WAL) > 0
        ? Optional.of(
            warn(
                "The newest WAL, %s, is %d minutes old, but Heroku ships some every minute while"
                    + " the app writes. Ask Heroku's support whether it still ships WAL.",
                newest.name(), age.toMinutes()))
        : Optional.empty();
  }

  private List<Finding> broken(BrokenObjects objects, String advice, boolean encrypted) {
    var findings = new ArrayList<Finding>();
    if (!encrypted && !objects.encrypted().isEmpty()) {
      findings.add(
          block(
              "%s is not what its name says%s. If the archive is encrypted, by OpenPGP or libsodium,"
                  + " name its key: archive.openpgp-key or archive.libsodium-key.",
              objects.encrypted().getFirst().key(), others(objects.encrypted())));
    }
    if (!objects.brokenOff().isEmpty()) {
      findings.add(
          block(
              "%s is truncated%s. %s",
              objects.brokenOff().getFirst().key(), others(objects.brokenOff()), advice));
    }
    return findings;
  }

  private static String others(List<ArchivedObject> objects) {
    return objects.size() == 1 ? "" : ", like %d others".formatted(objects.size() - 1);
  }
}
