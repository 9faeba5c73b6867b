package dev.kahuna.provisioner;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of this service. Region, credentials and endpoints of AWS come from the SDK's own
 * environment ({@code AWS_REGION}, {@code AWS_PROFILE}, {@code AWS_ENDPOINT_URL}, …).
 *
 * @param recheck how long to wait before AWS is asked again how far something is
 */
@ConfigurationProperties("kahuna")
public record ProvisionerSettings(
    @DefaultValue Heroku heroku,
    @DefaultValue Ssh ssh,
    @DefaultValue Image image,
    @DefaultValue Target target,
    @DefaultValue("3s") Duration recheck) {

  /**
   * @param url of the Platform API
   */
  public record Heroku(@DefaultValue("https://api.heroku.com") URI url) {}

  /**
   * @param port on which the hosts take SSH connections
   */
  public record Ssh(@DefaultValue("22") int port) {}

  /**
   * The machine image of the hosts, where the request names none.
   *
   * @param owner of the image; Canonical's account
   * @param ubuntu name pattern of Ubuntu LTS, with {@code %s} for {@code amd64} or {@code arm64}
   */
  public record Image(
      @DefaultValue("099720109477") String owner,
      @DefaultValue("ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-%s-server-*") String ubuntu) {}

  /**
   * The Aurora cluster.
   *
   * @param masterUsername the role that RDS makes and whose password it manages
   * @param backupRetentionDays for how many days Aurora can be taken back to any moment
   * @param minCapacity of {@code db.serverless}, in Aurora capacity units
   * @param maxCapacity of {@code db.serverless}, in Aurora capacity units
   */
  public record Target(
      @DefaultValue("kahuna") String masterUsername,
      @DefaultValue("7") int backupRetentionDays,
      @DefaultValue("0.5") double minCapacity,
      @DefaultValue("16") double maxCapacity) {}
}
