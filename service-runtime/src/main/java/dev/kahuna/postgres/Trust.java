package dev.kahuna.postgres;

/** Which server certificates are trusted. TLS itself is never optional. */
public sealed interface Trust {

  /** Any certificate: Heroku's Postgres servers present self-signed ones that can't be verified. */
  record Unverified() implements Trust {}

  /** Exactly this certificate (PEM), whatever host name it names. */
  record Pinned(String pem) implements Trust {
    @Override
    public String toString() {
      return "Pinned[certificate]";
    }
  }

  /** Any unexpired certificate issued by one of these authorities for the host that was dialled. */
  record VerifiedBy(String caPem) implements Trust {
    @Override
    public String toString() {
      return "VerifiedBy[certificate authorities]";
    }
  }
}
