package dev.kahuna.standin.aws.secretsmanager;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A secret with its versions, oldest first. */
final class Secret {

  /** A version; what was current before is previous. */
  record Version(String id, String value, Instant createdAt) {
    /** Everything but the value. */
    @Override
    public String toString() {
      return "Version[" + id + "]";
    }
  }

  private final String arn;
  private final String name;
  private final String description;
  private final Optional<String> owner;
  private final Map<String, String> tags = new TreeMap<>();
  private final List<Version> versions = new ArrayList<>();
  private Optional<Instant> deletedAt = Optional.empty();

  /**
   * @param owner the service that manages it, such as {@code rds}
   */
  Secret(String arn, String name, String description, Optional<String> owner) {
    this.arn = arn;
    this.name = name;
    this.description = description;
    this.owner = owner;
  }

  String arn() {
    return arn;
  }

  String name() {
    return name;
  }

  String description() {
    return description;
  }

  Optional<String> owner() {
    return owner;
  }

  Map<String, String> tags() {
    return tags;
  }

  List<Version> versions() {
    return versions;
  }

  Optional<Version> version(String id) {
    return versions.stream().filter(version -> version.id().equals(id)).findFirst();
  }

  /** The stages of a version: the newest is current, the one before previous. */
  List<String> stages(Version version) {
    var age = versions.size() - 1 - versions.indexOf(version);
    return switch (age) {
      case 0 -> List.of("AWSCURRENT");
      case 1 -> List.of("AWSPREVIOUS");
      default -> List.of();
    };
  }

  Optional<Instant> deletedAt() {
    return deletedAt;
  }

  void scheduleDeletion(Instant when) {
    deletedAt = Optional.of(when);
  }
}
