package dev.kahuna.postgres;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Passwords as Postgres stores them, with one round of SCRAM. With Postgres's 4096, which the
 * driver repeats at each login, logins cost tests more than everything else they do.
 */
public final class TestPasswords {
  private static final String HMAC = "HmacSHA256";
  private static final byte[] SALT = "salt of the test".getBytes(StandardCharsets.UTF_8);

  private TestPasswords() {}

  /** {@code PASSWORD '…'} of {@code CREATE ROLE}, for a password of ASCII characters. */
  public static String stored(String password) {
    try {
      var salted = hmac(password.getBytes(StandardCharsets.UTF_8), firstBlock());
      var client = hmac(salted, "Client Key".getBytes(StandardCharsets.UTF_8));
      var server = hmac(salted, "Server Key".getBytes(StandardCharsets.UTF_8));
      var base64 = Base64.getEncoder();
      return "PASSWORD 'SCRAM-SHA-256$1:%s$%s:%s'"
          .formatted(
              base64.encodeToString(SALT),
              base64.encodeToString(MessageDigest.getInstance("SHA-256").digest(client)),
              base64.encodeToString(server));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] firstBlock() {
    var block = Arrays.copyOf(SALT, SALT.length + Integer.BYTES);
    block[block.length - 1] = 1;
    return block;
  }

  private static byte[] hmac(byte[] key, byte[] text) throws GeneralSecurityException {
    var mac = Mac.getInstance(HMAC);
    mac.init(new SecretKeySpec(key, HMAC));
    return mac.doFinal(text);
  }
}
