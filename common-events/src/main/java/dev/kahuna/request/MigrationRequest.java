package dev.kahuna.request;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A whole migration, as an operator asks for it. Secrets are references; the id of the migration is
 * the key of the record that carries this.
 */
public record MigrationRequest(
    Source source, Archive archive, Replica replica, Target target, Cutovers cutover) {

  /** Whether a standby follows the replica. */
  public boolean hasStandby() {
    return replica.standby() == Standby.HOST;
  }

  /**
   * The Heroku side.
   *
   * @param apps every app that uses the database; all of them move in the same window
   * @param configVar the variable by which the apps find the database, the same in each
   * @param token a Heroku API token with the right to change these apps
   * @param version the source's major version, 10 to 18
   */
  public record Source(List<String> apps, String configVar, SecretRef token, int version) {}

  /**
   * The S3 archive that Heroku ships base backups and WAL to.
   *
   * @param prefix {@code s3://bucket/path} above {@code basebackups_005} and {@code wal_005}
   * @param accessKey by which it is read; without one, provisioner-service and the replica's host
   *     read it as who they are
   * @param encryption of an archive that is encrypted before it is shipped
   * @param endpoint another S3 than AWS's, which then is addressed by path; or empty
   */
  public record Archive(
      String prefix,
      String region,
      Optional<AccessKey> accessKey,
      Optional<Encryption> encryption,
      Optional<String> endpoint) {}

  /** An access key of AWS. */
  public record AccessKey(SecretRef id, SecretRef secret) {}

  /**
   * How an archive is encrypted.
   *
   * @param key an OpenPGP private key in ASCII armour and without a passphrase, or libsodium's key
   *     as text
   */
  public record Encryption(Method method, SecretRef key) {
    /** What WAL-G knows. */
    public enum Method {
      OPENPGP,
      /** The text's first 32 bytes are the key. */
      LIBSODIUM,
      /** The text is the key in base64. */
      LIBSODIUM_BASE64,
      /** The text is the key in hexadecimal digits. */
      LIBSODIUM_HEX
    }
  }

  /**
   * The hosts between Heroku and Aurora.
   *
   * @param volumeGib size of each data volume in GiB
   * @param admin CIDR blocks from which the services reach the hosts by SSH and Postgres
   * @param clients CIDR blocks from which the app's dynos reach Postgres
   * @param standby whether there is a second host
   * @param rebuildIndexesGib how much of the indexes that are wrong on the host may be rebuilt
   *     while the app waits, in GiB
   * @param instanceProfile name of the IAM instance profile of both hosts, by which they read the
   *     archive where it has no access key; or empty
   * @param image name pattern of the machine image, or empty for the newest Ubuntu LTS
   */
  public record Replica(
      String instanceType,
      int volumeGib,
      List<String> admin,
      List<String> clients,
      Standby standby,
      int rebuildIndexesGib,
      Optional<String> subnet,
      Optional<String> instanceProfile,
      Optional<String> image) {}

  /** What follows the replica. */
  public enum Standby {
    /** A host of its own; frozen at the promotion, it is what the data is copied from. */
    HOST,
    /** Nothing: the data is copied from the replica itself, by the subscription. */
    NONE
  }

  /**
   * The Aurora side.
   *
   * @param engineVersion such as {@code 17.7}
   * @param database name of the database on Aurora
   * @param subnets of the cluster; empty for the default VPC's
   */
  public record Target(
      String engineVersion, String instanceClass, String database, List<String> subnets) {
    /** The major version, such as 17. */
    public int majorVersion() {
      return Integer.parseInt(engineVersion.split("\\.", 2)[0]);
    }
  }

  /** How each leg may run. */
  public record Cutovers(Policy toReplica, Policy toAurora) {}

  /**
   * The rules of one leg.
   *
   * @param approval whether somebody must say yes before the first try
   * @param maxUnavailability how long writes may stop before the window is undone by itself
   * @param retries how many further tries may begin without approval after an undone one
   * @param retryPause between an undone try and the next
   */
  public record Policy(
      Approval approval, Duration maxUnavailability, int retries, Duration retryPause) {
    /** Whether somebody must say yes before this try, counted from 1, of the leg. */
    public boolean needsApproval(int attempt) {
      return attempt == 1 ? approval == Approval.REQUIRED : attempt - 1 > retries;
    }
  }

  /** Who says that a cutover may begin. */
  public enum Approval {
    AUTOMATIC,
    REQUIRED
  }
}
