package dev.kahuna.standin.aws.ec2;

import java.util.List;

/**
 * A host that accepts SSH connections.
 *
 * @param address its IPv4 address, of 127.0.0.0/8
 * @param hostKeyLines its public SSH host keys, each {@code type base64 comment}, for the console
 */
public record BootedInstance(String address, List<String> hostKeyLines) {

  public BootedInstance {
    hostKeyLines = List.copyOf(hostKeyLines);
  }
}
