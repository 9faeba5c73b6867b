package dev.kahuna.provisioner.host;

import dev.kahuna.provisioner.aws.AwsFailures;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

/**
 * A host's own SSH keys as cloud-init prints them on the console: read over AWS's authenticated
 * API, so the first connection already knows which keys to expect.
 */
final class ConsoleHostKeys {
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN SSH HOST KEY KEYS-----(.*?)-----END SSH HOST KEY KEYS-----", Pattern.DOTALL);
  private static final Pattern KEY =
      Pattern.compile("((?:ssh|ecdsa)-[a-z0-9-]+ [A-Za-z0-9+/]+={0,2})");

  private final Ec2Client ec2;

  ConsoleHostKeys(Ec2Client ec2) {
    this.ec2 = ec2;
  }

  /** Type and key of each, without a comment; empty until the host has printed them. */
  List<String> of(String instanceId) {
    return console(instanceId)
        .map(text -> new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8))
        .map(ConsoleHostKeys::parse)
        .orElse(List.of());
  }

  static List<String> parse(String console) {
    var block = BLOCK.matcher(console);
    return block.find()
        ? KEY.matcher(block.group(1)).results().map(key -> key.group(1)).toList()
        : List.of();
  }

  /** The latest output; for an old instance type, the output of some minutes ago. */
  private Optional<String> console(String instanceId) {
    try {
      return Optional.ofNullable(
          ec2.getConsoleOutput(r -> r.instanceId(instanceId).latest(true)).output());
    } catch (Ec2Exception e) {
      if (!AwsFailures.code(e).equals("UnsupportedOperation")) {
        throw e;
      }
      return Optional.ofNullable(ec2.getConsoleOutput(r -> r.instanceId(instanceId)).output());
    }
  }
}
