package dev.kahuna.standin.aws.protocol;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Names for new things, in the form that AWS gives them. */
public final class ResourceIds {
  private ResourceIds() {}

  /** Such as {@code i-0f3a…}: a prefix and 17 hexadecimal digits. */
  public static String next(String prefix) {
    return prefix + "-0" + hex(8);
  }

  /** Random bytes in hexadecimal. */
  public static String hex(int bytes) {
    var random = new byte[bytes];
    ThreadLocalRandom.current().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
