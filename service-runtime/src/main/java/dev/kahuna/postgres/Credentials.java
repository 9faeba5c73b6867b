package dev.kahuna.postgres;

/** How to log in. Never prints what it holds. */
public sealed interface Credentials {

  String user();

  record Password(String user, String password) implements Credentials {
    @Override
    public String toString() {
      return user + " with a password";
    }
  }

  /**
   * @param pem an unencrypted PKCS#8 private key and the certificate that goes with it (with its
   *     chain after it, if it has one)
   */
  record ClientCertificate(String user, String pem) implements Credentials {
    @Override
    public String toString() {
      return user + " with a client certificate";
    }
  }
}
