package dev.kahuna.provisioner.host;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;

/**
 * An Ed25519 key in the formats of OpenSSH, made here because the JDK knows the key but not the
 * formats.
 *
 * @see <a href="https://cvsweb.openbsd.org/src/usr.bin/ssh/PROTOCOL.key">The private key's
 *     format</a>
 */
final class OpenSshKey {
  private static final String TYPE = "ssh-ed25519";
  private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
  private static final int KEY_BYTES = 32;
  private static final int BLOCK = 8;

  private OpenSshKey() {}

  /** A new private key, unencrypted: text between {@code BEGIN} and {@code END} lines. */
  static String generate() {
    try {
      var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      // Both encodings are a fixed header and then the key itself: RFC 8410.
      return privateKey(tail(pair.getPublic().getEncoded()), tail(pair.getPrivate().getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no Ed25519", e);
    }
  }

  /** The line for {@code authorized_keys} that belongs to a private key made here. */
  static String publicLine(String privateKey, String comment) {
    var body = privateKey.replaceAll("-----[A-Z ]+-----|\\s", "");
    var fields = ByteBuffer.wrap(Base64.getDecoder().decode(body));
    fields.position(MAGIC.length);
    skip(fields); // cipher
    skip(fields); // key derivation
    skip(fields); // its options
    fields.getInt(); // how many keys: one
    var blob = new byte[fields.getInt()];
    fields.get(blob);
    return TYPE + " " + Base64.getEncoder().encodeToString(blob) + " " + comment;
  }

  private static void skip(ByteBuffer fields) {
    var length = fields.getInt();
    fields.position(fields.position() + length);
  }

  private static byte[] tail(byte[] encoded) {
    return Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
  }

  private static String privateKey(byte[] publicKey, byte[] seed) {
    var publicBlob = new Fields().text(TYPE).bytes(publicKey).toBytes();
    var check = new SecureRandom().nextInt();
    var both = ByteBuffer.allocate(2 * KEY_BYTES).put(seed).put(publicKey).array();
    var secret =
        new Fields()
            .number(check)
            .number(check)
            .text(TYPE)
            .bytes(publicKey)
            .bytes(both)
            .text("kahuna")
            .padTo(BLOCK);
    var file =
        new Fields()
            .raw(MAGIC)
            .text("none")
            .text("none")
            .text("")
            .number(1)
            .bytes(publicBlob)
            .bytes(secret.toBytes());
    var lines = Base64.getMimeEncoder(70, new byte[] {'\n'}).encodeToString(file.toBytes());
    return "-----BEGIN OPENSSH PRIVATE KEY-----\n"
        + lines
        + "\n-----END OPENSSH PRIVATE KEY-----\n";
  }

  /** Writes fields as SSH does: each with its length before it. */
  private static final class Fields {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Fields raw(byte[] bytes) {
      out.writeBytes(bytes);
      return this;
    }

    Fields number(int value) {
      return raw(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    Fields bytes(byte[] bytes) {
      return number(bytes.length).raw(bytes);
    }

    Fields text(String text) {
      return bytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Pads with 1, 2, 3, … */
    Fields padTo(int block) {
      for (int i = 1; out.size() % block != 0; i++) {
        out.write(i);
      }
      return this;
    }

    byte[] toBytes() {
      return out.toByteArray();
    }
  }
}
