package dev.kahuna.standin.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Takes a base backup of a running server by the low-level backup API, as WAL-G does, and writes it
 * to the archive in WAL-G's layout. Nothing of Postgres's client programs is needed.
 */
public final class BaseBackupPush {
  private static final int NEW_FUNCTIONS = 150_000;
  private static final Pattern START_SEGMENT =
      Pattern.compile("START WAL LOCATION: \\S+ \\(file ([0-9A-F]{24})\\)");

  /** Directories whose files a backup leaves out, though the directories must be there. */
  private static final Set<String> EMPTIED =
      Set.of(
          "pg_wal",
          "pg_replslot",
          "pg_dynshmem",
          "pg_notify",
          "pg_serial",
          "pg_snapshots",
          "pg_stat_tmp",
          "pg_subtrans",
          "log");

  private static final Set<String> LEFT_OUT =
      Set.of(
          "postmaster.pid",
          "postmaster.opts",
          "backup_label",
          "tablespace_map",
          "pg_internal.init",
          "backup_manifest",
          "recovery.conf",
          "standby.signal",
          "recovery.signal");

  private final ArchiveStore store;
  private final Clock clock;

  public BaseBackupPush(ArchiveAccess access, Clock clock) {
    this.store = new ArchiveStore(access);
    this.clock = clock;
  }

  private record Begun(String startLsn, Instant at, int version, String systemIdentifier) {}

  private record Ended(String finishLsn, String label, String segment) {}

  /**
   * Takes the backup and returns when its WAL is in the archive too.
   *
   * @param superuser a session that the backup keeps for itself until the end
   * @return the name of the backup
   */
  public String push(Connection superuser, Path dataDirectory) throws IOException, SQLException {
    var begun = begin(superuser);
    // The name has the segment where the backup starts, and the parts are written before the end.
    var folder = "base_" + segment(superuser, begun.startLsn());
    var parts = BaseBackups.FOLDER + folder + "/tar_partitions/";
    long uncompressed;
    try (var tars = new TarParts(store, parts)) {
      addTree(tars, dataDirectory);
      tars.startNamed("pg_control.tar.lz4");
      tars.add(dataDirectory.resolve("global/pg_control"), "global/pg_control");
      var ended = end(superuser, begun);
      if (!folder.equals("base_" + ended.segment())) {
        throw new IOException(folder + " turned out to begin in " + ended.segment());
      }
      tars.startNamed("backup_label.tar.lz4");
      tars.add("backup_label", ended.label().getBytes(StandardCharsets.UTF_8));
      uncompressed = tars.finish();
      describe(folder, begun, ended, uncompressed, tars.compressedBytes(), dataDirectory);
    }
    return folder;
  }

  private Begun begin(Connection superuser) throws SQLException {
    int version = Integer.parseInt(one(superuser, "SHOW server_version_num"));
    var start =
        version >= NEW_FUNCTIONS
            ? "SELECT pg_backup_start('base-backup', true)"
            : "SELECT pg_start_backup('base-backup', true, false)";
    return new Begun(
        one(superuser, start),
        clock.instant(),
        version,
        one(superuser, "SELECT system_identifier FROM pg_control_system()"));
  }

  private static Ended end(Connection superuser, Begun begun) throws SQLException, IOException {
    var stop = begun.version() >= NEW_FUNCTIONS ? "pg_backup_stop()" : "pg_stop_backup(false)";
    try (var statement = superuser.createStatement();
        var rows = statement.executeQuery("SELECT lsn, labelfile FROM " + stop)) {
      rows.next();
      var label = rows.getString(2);
      var segment = START_SEGMENT.matcher(label);
      if (!segment.find()) {
        throw new IOException("The backup label names no WAL segment: " + label);
      }
      return new Ended(rows.getString(1), label, segment.group(1));
    }
  }

  private static String segment(Connection superuser, String lsn) throws SQLException {
    return one(superuser, "SELECT pg_walfile_name('" + lsn + "'::pg_lsn)");
  }

  private static String one(Connection connection, String query) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static void addTree(TarParts tars, Path data) throws IOException {
    Files.walkFileTree(
        data,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            var name = data.relativize(directory).toString();
            if (directory.getFileName().toString().startsWith("pgsql_tmp")) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            if (!name.isEmpty()) {
              tars.addDirectory(name);
            }
            if (name.equals("pg_wal")) {
              tars.addDirectory("pg_wal/archive_status");
            }
            return EMPTIED.contains(name) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            var name = data.relativize(file).toString();
            var last = file.getFileName().toString();
            if (!LEFT_OUT.contains(last)
                && !last.startsWith("pgsql_tmp")
                && !name.equals("global/pg_control")) {
              tars.add(file, name);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // Dropped meanwhile; the WAL says so too.
            }
            throw e;
          }
        });
  }

  /** Writes what describes the backup; the sentinel, which makes it complete, last. */
  private void describe(
      String name, Begun begun, Ended ended, long uncompressed, long compressed, Path data)
      throws IOException {
    var metadata =
        """
        {"start_time":"%s","finish_time":"%s","date_fmt":"%%Y-%%m-%%dT%%H:%%M:%%S.%%fZ",\
        "hostname":"heroku","data_dir":"%s","pg_version":%d,"start_lsn":%s,"finish_lsn":%s,\
        "is_permanent":false,"system_identifier":%s,"uncompressed_size":%d,"compressed_size":%d}
        """
            .formatted(
                begun.at(),
                clock.instant(),
                data,
                begun.version(),
                number(begun.startLsn()),
                number(ended.finishLsn()),
                begun.systemIdentifier(),
                uncompressed,
                compressed);
    var sentinel =
        """
        {"LSN":%s,"PgVersion":%d,"FinishLSN":%s,"SystemIdentifier":%s,"UncompressedSize":%d,\
        "CompressedSize":%d,"Spec":null,"Version":2,"StartTime":"%s","FinishTime":"%s",\
        "DatetimeFormat":"%%Y-%%m-%%dT%%H:%%M:%%S.%%fZ","Hostname":"heroku","DataDir":"%s",\
        "IsPermanent":false}
        """
            .formatted(
                number(begun.startLsn()),
                begun.version(),
                number(ended.finishLsn()),
                begun.systemIdentifier(),
                uncompressed,
                compressed,
                begun.at(),
                clock.instant(),
                data);
    var folder = BaseBackups.FOLDER + name;
    store.put(folder + "/files_metadata.json", "{\"Files\":{},\"TarFileSets\":{}}");
    store.put(folder + "/metadata.json", metadata.strip());
    store.put(folder + BaseBackups.SENTINEL, sentinel.strip());
  }

  /** WAL-G writes an LSN as one number. */
  static String number(String lsn) {
    var halves = lsn.split("/", 2);
    return Long.toUnsignedString(
        (Long.parseLong(halves[0], 16) << Integer.SIZE) | Long.parseLong(halves[1], 16));
  }
}
