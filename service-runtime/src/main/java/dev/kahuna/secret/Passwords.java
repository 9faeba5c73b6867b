package dev.kahuna.secret;

import java.security.SecureRandom;
import java.util.Base64;

/** Passwords that need no quoting anywhere: 192 random bits as 32 URL-safe characters. */
public final class Passwords {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 24;

  private Passwords() {}

  public static String generate() {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
