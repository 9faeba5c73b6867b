package dev.kahuna.provisioner.archive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The base backups of an archive. The newest is the one that starts last in the WAL; the times of
 * the objects don't count, since copying to another bucket changes them.
 *
 * @param complete those with a sentinel, the newest first
 * @param incomplete names of those without one, the newest first
 * @param unreadable names of sentinels that are not JSON
 */
public record ArchivedBackups(
    List<BaseBackup> complete, List<String> incomplete, List<String> unreadable) {
  private static final String FOLDER = "basebackups_005/";
  private static final String SENTINEL = "_backup_stop_sentinel.json";
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int NEW_NUMBERS = 100_000;
  private static final int TO_MAJOR = 10_000;

  /** What WAL-E writes of the server, such as {@code PostgreSQL 10.23 on x86_64-pc-linux-gnu}. */
  private static final Pattern VERSION = Pattern.compile("PostgreSQL (\\d+)[. ].*", Pattern.DOTALL);

  static ArchivedBackups in(ArchiveBucket bucket) {
    var complete = new ArrayList<BaseBackup>();
    var unreadable = new ArrayList<String>();
    var sentinels =
        bucket.objects(FOLDER).stream()
            .filter(object -> object.name().endsWith(SENTINEL))
            .sorted(Comparator.comparing(ArchivedObject::name).reversed())
            .toList();
    for (var sentinel : sentinels) {
      try {
        read(bucket, sentinel).ifPresent(complete::add);
      } catch (JacksonException e) {
        unreadable.add(sentinel.name());
      }
    }
    var named = sentinels.stream().map(ArchivedBackups::backup).collect(Collectors.toSet());
    var incomplete =
        bucket.folders(FOLDER).stream()
            .filter(folder -> BaseBackup.start(folder).isPresent() && !named.contains(folder))
            .sorted(Comparator.reverseOrder())
            .toList();
    return new ArchivedBackups(List.copyOf(complete), incomplete, List.copyOf(unreadable));
  }

  private static String backup(ArchivedObject sentinel) {
    return sentinel.name().substring(0, sentinel.name().length() - SENTINEL.length());
  }

  private static Optional<BaseBackup> read(ArchiveBucket bucket, ArchivedObject sentinel) {
    var name = backup(sentinel);
    var json = JSON.readTree(bucket.text(sentinel.key()).orElse("{}"));
    return BaseBackup.start(name)
        .map(
            start ->
                new BaseBackup(
                    name,
                    start,
                    majorVersion(bucket, name, json),
                    bytes(json),
                    text(json, "DeltaFrom"),
                    text(json, "SystemIdentifier"),
                    sentinel.modified()));
  }

  /** WAL-G records it as a number in the sentinel, WAL-E in a file beside the parts. */
  private static OptionalInt majorVersion(ArchiveBucket bucket, String name, JsonNode sentinel) {
    var number = sentinel.path("PgVersion").asInt(0);
    if (number >= NEW_NUMBERS) {
      return OptionalInt.of(number / TO_MAJOR);
    }
    return bucket
        .text(FOLDER + name + "/extended_version.txt")
        .map(VERSION::matcher)
        .filter(java.util.regex.Matcher::matches)
        .map(version -> OptionalInt.of(Integer.parseInt(version.group(1))))
        .orElse(OptionalInt.empty());
  }

  private static OptionalLong bytes(JsonNode sentinel) {
    var bytes =
        Math.max(
            sentinel.path("UncompressedSize").asLong(0),
            sentinel.path("expanded_size_bytes").asLong(0));
    return bytes > 0 ? OptionalLong.of(bytes) : OptionalLong.empty();
  }

  private static Optional<String> text(JsonNode sentinel, String field) {
    var value = sentinel.path(field);
    return value.isMissingNode() || value.isNull() || value.asString("").isEmpty()
        ? Optional.empty()
        : Optional.of(value.asString());
  }

  /** The parts of a backup, which contain its files. */
  static List<ArchivedObject> parts(ArchiveBucket bucket, BaseBackup backup) {
    return bucket.objects(FOLDER + backup.name() + "/tar_partitions/");
  }

  /** Whether every backup that this one builds on is complete too. */
  boolean hasAncestors(BaseBackup backup) {
    return backup
        .parent()
        .map(
            parent ->
                complete.stream()
                    .filter(other -> other.name().equals(parent))
                    .findFirst()
                    .map(this::hasAncestors)
                    .orElse(false))
        .orElse(true);
  }
}
