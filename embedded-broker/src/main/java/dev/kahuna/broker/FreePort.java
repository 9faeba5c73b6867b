package dev.kahuna.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;

/**
 * Ports for servers that choose their own number, such as a broker's, and for servers that stop and
 * start on the same number. A port stays claimed until this process ends: a socket is bound to it
 * that never listens. Linux lets a server with SO_REUSEADDR, as Postgres and Java's have it, bind
 * beside such a socket, and refuses every other claim.
 */
public final class FreePort {
  /** The system gives clients' sockets ports from 32768 on, on Linux; others from later on. */
  private static final int END = 32768;

  private static final int FIRST = 15000;
  private static final int TRIES = 100;
  private static final Queue<Socket> CLAIMS = new ConcurrentLinkedQueue<>();

  private FreePort() {}

  /** A port of 127.0.0.1 that is free now, and that nobody else gets from here meanwhile. */
  public static int next() {
    var random = RandomGenerator.getDefault();
    for (int i = 0; i < TRIES; i++) {
      int port = random.nextInt(FIRST, END);
      if (claim(port)) {
        return port;
      }
    }
    throw new UncheckedIOException(new IOException("No port of 127.0.0.1 is free."));
  }

  private static boolean claim(int port) {
    var claim = new Socket();
    try {
      claim.setReuseAddress(false);
      claim.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      claim.setReuseAddress(true);
      return CLAIMS.add(claim);
    } catch (IOException taken) {
      return false;
    }
  }
}
