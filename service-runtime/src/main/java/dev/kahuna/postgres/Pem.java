package dev.kahuna.postgres;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Reads PEM texts; its messages never repeat them, since they may hold a private key. */
final class Pem {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN (?<type>[A-Z0-9 ]+)-----(?<body>[^-]+)-----END \\k<type>-----");
  private static final List<String> KEY_ALGORITHMS = List.of("EC", "RSA", "Ed25519");

  private Pem() {}

  static List<X509Certificate> certificates(String pem) throws GeneralSecurityException {
    var factory = CertificateFactory.getInstance("X.509");
    var certificates = new ArrayList<X509Certificate>();
    for (var der : blocks(pem, "CERTIFICATE")) {
      certificates.add(
          (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
    }
    if (certificates.isEmpty()) {
      throw new CertificateException("The PEM text holds no certificate");
    }
    return List.copyOf(certificates);
  }

  static PrivateKey privateKey(String pem) throws GeneralSecurityException {
    var ders = blocks(pem, "PRIVATE KEY");
    if (ders.size() != 1) {
      throw new InvalidKeySpecException(
          "The PEM text must hold one unencrypted PKCS#8 key (BEGIN PRIVATE KEY)");
    }
    var spec = new PKCS8EncodedKeySpec(ders.getFirst());
    for (var algorithm : KEY_ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        // Not of this algorithm: the next one is tried.
      }
    }
    throw new InvalidKeySpecException("The private key is none of " + KEY_ALGORITHMS);
  }

  private static List<byte[]> blocks(String pem, String type) throws GeneralSecurityException {
    try {
      return BLOCK
          .matcher(pem)
          .results()
          .filter(block -> block.group("type").equals(type))
          .map(block -> Base64.getMimeDecoder().decode(block.group("body").strip()))
          .toList();
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("The PEM text is not base64 between its lines");
    }
  }
}
