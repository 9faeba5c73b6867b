package dev.kahuna.standin.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Carries what a client says to the server, until the client says no more. */
@FunctionalInterface
public interface Relay {
  /** Carries all of it. */
  Relay EVERYTHING = InputStream::transferTo;

  /**
   * Reads to the end.
   *
   * @param server passes on at once; its writes wait while the proxy stalls
   */
  void carry(InputStream client, OutputStream server) throws IOException;
}
