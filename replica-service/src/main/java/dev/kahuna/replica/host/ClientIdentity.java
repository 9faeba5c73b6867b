package dev.kahuna.replica.host;

import dev.kahuna.migration.SecretNames;
import dev.kahuna.request.SecretRef;
import dev.kahuna.secret.Secrets;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The key and certificate by which Kahuna, and the standby, log in to the replica and the standby
 * as superuser: no role can be created there while they only replay. Created once for each
 * migration. The certificate is self-signed, and the servers trust no other.
 */
public record ClientIdentity(Secrets secrets, Clock clock) {
  /** The certificate's common name, which the servers map to the superuser. */
  static final String COMMON_NAME = "kahuna";

  private static final String SECRET = SecretNames.POSTGRES_CLIENT;
  private static final Duration VALID = Duration.ofDays(3650);
  private static final Duration CLOCK_TOLERANCE = Duration.ofHours(1);
  private static final int SERIAL_BITS = 64;
  private static final String CERTIFICATE = "-----BEGIN CERTIFICATE-----";

  /** The migration's identity, created if there is none yet. */
  public SecretRef of(String migration) {
    return secrets.keep(migration, SECRET, this::generate);
  }

  /** PEM of the certificate, which is no secret. */
  public String certificate(SecretRef identity) {
    var pem = secrets.read(identity);
    return pem.substring(pem.indexOf(CERTIFICATE));
  }

  /** PEM of the private key. */
  public String key(SecretRef identity) {
    var pem = secrets.read(identity);
    return pem.substring(0, pem.indexOf(CERTIFICATE));
  }

  String generate() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      var keys = generator.generateKeyPair();
      return pem(keys.getPrivate(), certificate(keys));
    } catch (GeneralSecurityException | OperatorCreationException | CertIOException e) {
      throw new IllegalStateException("This JDK cannot make an EC key and its certificate", e);
    }
  }

  private X509Certificate certificate(KeyPair keys)
      throws GeneralSecurityException, OperatorCreationException, CertIOException {
    var name = new X500Principal("CN=" + COMMON_NAME);
    var now = clock.instant();
    var builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(SERIAL_BITS, new SecureRandom()),
            Date.from(now.minus(CLOCK_TOLERANCE)),
            Date.from(now.plus(VALID)),
            name,
            keys.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign));
    var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  private static String pem(PrivateKey key, X509Certificate certificate) {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(new JcaPKCS8Generator(key, null));
      writer.writeObject(certificate);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
