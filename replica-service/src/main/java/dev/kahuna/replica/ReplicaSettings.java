package dev.kahuna.replica;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of this service, each {@code kahuna.…}.
 *
 * @param targetAuthorities PEM file of the authorities that vouch for the target: RDS' {@code
 *     global-bundle.pem}
 * @param postgres settings for the Postgres servers on the hosts, over Kahuna's own, such as {@code
 *     shared_buffers}: what suits the instance type
 */
@ConfigurationProperties("kahuna")
public record ReplicaSettings(
    @DefaultValue Ssh ssh,
    @DefaultValue WalG walG,
    @DefaultValue("") String targetAuthorities,
    @DefaultValue Copy copy,
    @DefaultValue Map<String, String> postgres) {

  /**
   * @param port of the hosts' SSH servers
   */
  public record Ssh(@DefaultValue("22") int port) {}

  /**
   * The archive tool, installed on hosts whose image does not bring it.
   *
   * @param url a gzipped tar that holds one program {@code wal-g-pg…}; {@code %s} stands for the
   *     host's architecture as WAL-G calls it, amd64 or aarch64
   * @param sha256 its checksums; for an architecture without one nothing is installed
   */
  public record WalG(
      @DefaultValue(
              "https://github.com/wal-g/wal-g/releases/download/v3.0.7/wal-g-pg-ubuntu-22.04-%s.tar.gz")
          String url,
      @DefaultValue Sha256 sha256) {

    /** Of the download for each architecture. */
    public record Sha256(@DefaultValue("") String amd64, @DefaultValue("") String aarch64) {}
  }

  /**
   * @param connections how many to each end the rows go over
   * @param indexes how many indexes are built at a time
   */
  public record Copy(@DefaultValue("4") int connections, @DefaultValue("4") int indexes) {}
}
