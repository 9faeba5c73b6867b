package dev.kahuna.request;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A migration as an operator requests it. Secrets are references. The id of the migration is the
 * key of the record that holds this.
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
   * @param configVar the config var that holds the database's URL, the same in each app
   * @param token a Heroku API token that may change these apps
   * @param version the major version of Postgres on Heroku, 10 to 18
   */
  public record Source(List<String> apps, String configVar, SecretRef token, int version) {}

  /**
   * The S3 archive to which Heroku ships base backups and WAL.
   *
   * @param prefix {@code s3://bucket/path}, the folder above {@code basebackups_005} and {@code
   *     wal_005}
   * @param accessKey the access key that reads it; if empty, provisioner-service and the replica's
   *     host read it with their own identities
   * @param encryption how the archive is encrypted before it is shipped; empty if it is not
   * @param endpoint an S3 service other than AWS's, addressed by path; or empty
   */
  public record Archive(
      String prefix,
      String region,
      Optional<AccessKey> accessKey,
      Optional<Encryption> encryption,
      Optional<String> endpoint) {}

  /** An AWS access key. */
  public record AccessKey(SecretRef id, SecretRef secret) {}

  /**
   * How an archive is encrypted.
   *
   * @param key an OpenPGP private key in ASCII armour without a passphrase, or libsodium's key as
   *     text
   */
  public record Encryption(Method method, SecretRef key) {
    /** The methods that WAL-G knows. */
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
   * @param rebuildIndexesGib total size, in GiB, of misordered indexes that may be rebuilt while
   *     the app waits
   * @param instanceProfile name of the IAM instance profile through which both hosts read the
   *     archive if there is no access key; or empty
   * @param image pattern for the name of the machine image; empty for the newest Ubuntu LTS
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
    /** A host of its own. Frozen at the promotion, it is the source of the copy. */
    HOST,
    /** Nothing: the subscription copies the data from the replica itself. */
    NONE
  }

  /**
   * The Aurora side.
   *
   * @param engineVersion such as {@code 17.7}
   * @param database name of the database on Aurora
   * @param subnets subnets of the cluster; empty for those of the default VPC
   */
  public record Target(
      String engineVersion, String instanceClass, String database, List<String> subnets) {
    /** The major version, such as 17. */
    public int majorVersion() {
      return Integer.parseInt(engineVersion.split("\\.", 2)[0]);
    }
  }

  /**
   * The policies of the legs; the one to Aurora also governs the way back.
   *
   * @param unjudged whether the window to Aurora needs approval if the comparison has no verdict on
   *     some rows
   */
  public record Cutovers(Policy toReplica, Policy toAurora, Approval unjudged) {}

  /**
   * The policy of one leg.
   *
   * @param approval whether the first attempt needs approval
   * @param maxUnavailability the budget: a window that would stop writes for longer is undone
   * @param retries how many further attempts may begin without approval after an undone one
   * @param retryPause the pause between an undone attempt and the next
   */
  public record Policy(
      Approval approval, Duration maxUnavailability, int retries, Duration retryPause) {
    /** Whether this attempt of the leg, counted from 1, needs approval. */
    public boolean needsApproval(int attempt) {
      return attempt == 1 ? approval == Approval.REQUIRED : attempt - 1 > retries;
    }
  }

  /** Whether a cutover waits for the operator. */
  public enum Approval {
    AUTOMATIC,
    REQUIRED
  }
}
