package dev.kahuna.provisioner.aws;

import dev.kahuna.event.HostRole;
import java.util.Locale;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/**
 * The names of a migration's resources in AWS. All names follow from the migration's id, and all
 * resources carry its tag, so a repeated step finds what already exists.
 */
public record AwsNames(String migration) {
  /** The tag that records which migration a resource belongs to. */
  static final String MIGRATION_TAG = "kahuna:migration";

  /** The tag that records the role of a host. */
  public static final String ROLE_TAG = "kahuna:role";

  /** The beginning of every name, and the whole name where one is enough. */
  public String base() {
    return "kahuna-" + migration;
  }

  /** The name of a host, its volume included. */
  public String host(HostRole role) {
    return base() + "-" + label(role);
  }

  /** The security group of both hosts. */
  public String hostsGroup() {
    return base() + "-hosts";
  }

  /** The security group of the cluster. */
  public String targetGroup() {
    return base() + "-target";
  }

  /** The cluster's first instance. */
  public String writer() {
    return base() + "-1";
  }

  /**
   * The token by which launching a host twice launches it once.
   *
   * @param endedBefore how many hosts of this role have ended; EC2 remembers a token for longer
   *     than the instance that was launched with it
   */
  public String launchToken(HostRole role, int endedBefore) {
    return host(role) + "-" + (endedBefore + 1);
  }

  /** A role in the form used in names and tags. */
  public static String label(HostRole role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  /** A filter for the resources of the migration. */
  public Filter tagFilter() {
    return Filter.builder().name("tag:" + MIGRATION_TAG).values(migration).build();
  }

  /** The tags of a new thing in EC2. */
  public TagSpecification tags(ResourceType type, String name, Tag... more) {
    var tags =
        Stream.concat(Stream.of(tag("Name", name), tag(MIGRATION_TAG, migration)), Stream.of(more));
    return TagSpecification.builder().resourceType(type).tags(tags.toList()).build();
  }

  /** A tag of EC2. */
  public static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  /** The tag of a new thing in RDS. */
  public software.amazon.awssdk.services.rds.model.Tag rdsTag() {
    return software.amazon.awssdk.services.rds.model.Tag.builder()
        .key(MIGRATION_TAG)
        .value(migration)
        .build();
  }
}
