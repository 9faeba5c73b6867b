package dev.kahuna.sandbox.aws;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Names for new things, in the form that AWS gives them. */
final class Ec2Ids {
  private Ec2Ids() {}

  /** Such as {@code i-0f3a…}: a prefix and 17 hexadecimal digits. */
  static String next(String prefix) {
    return prefix + "-0" + hex(8);
  }

  /** Random bytes in hexadecimal. */
  static String hex(int bytes) {
    var random = new byte[bytes];
    ThreadLocalRandom.current().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
