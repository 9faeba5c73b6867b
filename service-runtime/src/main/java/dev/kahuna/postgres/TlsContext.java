package dev.kahuna.postgres;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStore.PasswordProtection;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Predicate;
import javax.crypto.spec.PBEParameterSpec;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Makes a TLS context from PEM texts in memory. */
final class TlsContext {

  private static final char[] NO_PASSWORD = {};

  /** A password of nothing is worth one round; the usual ten thousand took 50 ms a connection. */
  private static final PBEParameterSpec ONE_ROUND = new PBEParameterSpec(new byte[16], 1);

  private TlsContext() {}

  static SSLContext of(Credentials credentials, Trust trust)
      throws GeneralSecurityException, IOException {
    var context = SSLContext.getInstance("TLS");
    context.init(keys(credentials), trusted(trust), null);
    return context;
  }

  private static KeyManager[] keys(Credentials credentials)
      throws GeneralSecurityException, IOException {
    return switch (credentials) {
      case Credentials.Password _ -> new KeyManager[0];
      case Credentials.ClientCertificate login -> {
        var store = emptyStore();
        var chain = Pem.certificates(login.pem()).toArray(Certificate[]::new);
        store.setEntry(
            "client",
            new KeyStore.PrivateKeyEntry(Pem.privateKey(login.pem()), chain),
            new PasswordProtection(NO_PASSWORD, "PBEWithHmacSHA256AndAES_256", ONE_ROUND));
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        yield factory.getKeyManagers();
      }
    };
  }

  private static TrustManager[] trusted(Trust trust) throws GeneralSecurityException, IOException {
    return switch (trust) {
      case Trust.Unverified _ -> new TrustManager[] {new Accepting(_ -> true)};
      case Trust.Pinned pinned -> {
        var certificates = Pem.certificates(pinned.pem());
        yield new TrustManager[] {new Accepting(certificates::contains)};
      }
      case Trust.VerifiedBy authorities -> {
        var store = emptyStore();
        var certificates = Pem.certificates(authorities.caPem());
        for (int i = 0; i < certificates.size(); i++) {
          store.setCertificateEntry("ca-" + i, certificates.get(i));
        }
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        yield factory.getTrustManagers();
      }
    };
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /** Checks only the server's own certificate, without chain or host name. */
  private static final class Accepting extends X509ExtendedTrustManager {

    private final Predicate<X509Certificate> accepted;

    Accepting(Predicate<X509Certificate> accepted) {
      this.accepted = accepted;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      if (List.of(chain).isEmpty() || !accepted.test(chain[0])) {
        throw new CertificateException("The server's certificate is not the pinned one");
      }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("This side is a client");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
