package dev.kahuna.standin.aws.ec2;

import java.util.List;

/**
 * An instance to be booted.
 *
 * @param loginPublicKeys what may log in, as lines of an OpenSSH {@code authorized_keys} file
 * @param volumes the data volumes that were asked for beside the root volume, empty and unformatted
 * @param privateIpHint an address of 127.0.0.0/8 that no other instance of this stand-in has; the
 *     host may take another and says so
 */
public record InstanceLaunch(
    String instanceId, List<String> loginPublicKeys, List<Volume> volumes, String privateIpHint) {

  public InstanceLaunch {
    loginPublicKeys = List.copyOf(loginPublicKeys);
    volumes = List.copyOf(volumes);
  }

  /**
   * An EBS volume.
   *
   * @param volumeId such as {@code vol-0123456789abcdef0}; a guest sees it without the hyphen as
   *     the serial number of an NVMe disk
   * @param deviceName as it was asked for, such as {@code /dev/sdf}
   */
  public record Volume(String volumeId, String deviceName, int sizeGib) {}
}
