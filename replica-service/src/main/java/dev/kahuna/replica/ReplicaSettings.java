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
   * The archive tool, installed on hosts whose image does not bring it: a release of WAL-G, built
   * against the C library of Ubuntu 22.04, which Debian 12 and all later ones of both run.
   *
   * @param url the program; {@code %s} stands for the host's architecture as WAL-G calls it, amd64
   *     or aarch64
   * @param sha256 what the program must be, so that no other one ever gets the archive's keys
   */
  public record WalG(
      @DefaultValue("https://github.com/wal-g/wal-g/releases/download/v3.0.8/wal-g-pg-22.04-%s")
          String url,
      @DefaultValue Sha256 sha256) {

    /**
     * Of the program for each architecture. By default the release's own, as independent projects
     * that check it have it too: Zulip's Puppet modules for one.
     */
    public record Sha256(
        @DefaultValue("f30544c5ce93cf83b87578e3c4a2e9c0e0ffc3d160ef89ecddaf75f397d98deb")
            String amd64,
        @DefaultValue("794d1a81f0c27825a1603bd39c0f2cf5dd8bed7cc36b598ca05d8d963c3d5fcf")
            String aarch64) {}
  }

  /**
   * @param connections how many to each end the rows go over
   * @param indexes how many indexes are built at a time
   */
  public record Copy(@DefaultValue("4") int connections, @DefaultValue("4") int indexes) {}
}
