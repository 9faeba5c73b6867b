package dev.kahuna.postgres;

import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The client's side of SCRAM-SHA-256 (RFC 5802, RFC 7677) without channel binding. Postgres takes
 * the user's name from the startup message.
 */
final class Scram {
  static final String MECHANISM = "SCRAM-SHA-256";

  private static final String NO_BINDING = "n,,";
  private static final int MOST_ROUNDS = 1_000_000;
  private static final int KEY_BITS = 256;
  private static final int NONCE_BYTES = 18;

  private final String password;
  private final String nonce;
  private String expected = "";

  private Scram(String password, String nonce) {
    this.password = password;
    this.nonce = nonce;
  }

  static Scram start(String password) {
    var nonce = new byte[NONCE_BYTES];
    new SecureRandom().nextBytes(nonce);
    return new Scram(password, Base64.getEncoder().encodeToString(nonce));
  }

  /** The first message to the server. */
  String first() {
    return NO_BINDING + bare();
  }

  private String bare() {
    return "n=,r=" + nonce;
  }

  /** The proof that answers the server's first message. */
  String answer(String challenge) throws ProtocolException, GeneralSecurityException {
    var fields = fields(challenge);
    var rounds = Integer.parseInt(fields.getOrDefault("i", "0"));
    var both = fields.getOrDefault("r", "");
    if (!both.startsWith(nonce) || both.equals(nonce) || rounds < 1 || rounds > MOST_ROUNDS) {
      throw new ProtocolException("the server's challenge is not valid");
    }
    var salted = salted(Base64.getDecoder().decode(fields.getOrDefault("s", "")), rounds);
    var binding = Base64.getEncoder().encodeToString(NO_BINDING.getBytes(StandardCharsets.UTF_8));
    var unproven = "c=" + binding + ",r=" + both;
    var signed = bare() + "," + challenge + "," + unproven;
    var clientKey = hmac(salted, "Client Key");
    var signature = hmac(MessageDigest.getInstance("SHA-256").digest(clientKey), signed);
    var proof = clientKey.clone();
    for (var i = 0; i < proof.length; i++) {
      proof[i] ^= signature[i];
    }
    expected = Base64.getEncoder().encodeToString(hmac(hmac(salted, "Server Key"), signed));
    return unproven + ",p=" + Base64.getEncoder().encodeToString(proof);
  }

  /**
   * Requires that the server knows the password too.
   *
   * @throws ProtocolException if it does not
   */
  void verify(String last) throws ProtocolException {
    if (expected.isEmpty() || !expected.equals(fields(last).get("v"))) {
      throw new ProtocolException("the server does not know the password");
    }
  }

  private byte[] salted(byte[] salt, int rounds) throws GeneralSecurityException {
    return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
        .generateSecret(new PBEKeySpec(password.toCharArray(), salt, rounds, KEY_BITS))
        .getEncoded();
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, String> fields(String message) {
    return Arrays.stream(message.split(","))
        .filter(field -> field.indexOf('=') == 1)
        .collect(Collectors.toMap(f -> f.substring(0, 1), f -> f.substring(2), (a, b) -> a));
  }
}
