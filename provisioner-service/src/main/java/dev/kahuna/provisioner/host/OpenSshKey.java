package dev.kahuna.provisioner.host;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.OpenSSHPrivateKeyUtil;
import org.bouncycastle.crypto.util.OpenSSHPublicKeyUtil;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/** An Ed25519 key in the formats of OpenSSH, which the JDK does not write. */
final class OpenSshKey {
  private static final String TYPE = "ssh-ed25519";

  private OpenSshKey() {}

  /** A new private key, unencrypted: text between {@code BEGIN} and {@code END} lines. */
  static String generate() {
    try {
      var key = new Ed25519PrivateKeyParameters(new SecureRandom());
      var text = new StringWriter();
      try (var pem = new PemWriter(text)) {
        pem.writeObject(
            new PemObject("OPENSSH PRIVATE KEY", OpenSSHPrivateKeyUtil.encodePrivateKey(key)));
      }
      return text.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The line for {@code authorized_keys} that belongs to a private key from {@link #generate}. */
  static String publicLine(String privateKey, String comment) {
    try (var pem = new PemReader(new StringReader(privateKey))) {
      var key = OpenSSHPrivateKeyUtil.parsePrivateKeyBlob(pem.readPemObject().getContent());
      var publicKey = ((Ed25519PrivateKeyParameters) key).generatePublicKey();
      var blob = OpenSSHPublicKeyUtil.encodePublicKey(publicKey);
      return TYPE + " " + Base64.getEncoder().encodeToString(blob) + " " + comment;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
