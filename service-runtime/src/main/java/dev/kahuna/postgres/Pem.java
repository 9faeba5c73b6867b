package dev.kahuna.postgres;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.ssl.pem.PemContent;

/** Reads PEM texts; its messages never repeat them, since they may hold a private key. */
final class Pem {
  private Pem() {}

  static List<X509Certificate> certificates(String pem) throws GeneralSecurityException {
    try {
      return List.copyOf(PemContent.of(pem).getCertificates());
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw new CertificateException("The PEM text holds no readable certificate");
    }
  }

  static PrivateKey privateKey(String pem) throws GeneralSecurityException {
    try {
      return Optional.ofNullable(PemContent.of(pem).getPrivateKey()).orElseThrow(Pem::noKey);
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw noKey();
    }
  }

  private static InvalidKeySpecException noKey() {
    return new InvalidKeySpecException("The PEM text must hold one unencrypted private key");
  }
}
