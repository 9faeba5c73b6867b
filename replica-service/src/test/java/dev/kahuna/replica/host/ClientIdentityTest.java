package dev.kahuna.replica.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.secret.Secrets;
import dev.kahuna.secret.SecretsManagerStandIn;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class ClientIdentityTest {

  @Test
  void aMigrationHasOneIdentityWhoseCertificateVouchesForItself() throws Exception {
    try (var secretsManager = new SecretsManagerStandIn()) {
      var identity = new ClientIdentity(new Secrets(secretsManager::client), Clock.systemUTC());
      var reference = identity.of("shop-2026");
      var pem = identity.certificate(reference);

      assertThat(identity.of("shop-2026")).isEqualTo(reference);
      assertThat(identity.certificate(reference)).isEqualTo(pem).doesNotContain("PRIVATE");
      assertThat(identity.key(reference)).startsWith("-----BEGIN PRIVATE KEY-----");
      var certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(
                      new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
      certificate.verify(certificate.getPublicKey());
      assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=kahuna");
    }
  }
}
