package dev.kahuna.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/** Ports for servers that choose their own number, such as a broker's. */
public final class FreePort {
  /** The system gives clients' sockets ports from 32768 on, on Linux; others from later on. */
  private static final int END = 32768;

  private static final int FIRST = 15000;
  private static final int TRIES = 100;

  private FreePort() {}

  /** A port of 127.0.0.1 that is free now, and that no client's socket gets meanwhile. */
  public static int next() {
    var random = RandomGenerator.getDefault();
    for (int i = 0; i < TRIES; i++) {
      int port = random.nextInt(FIRST, END);
      try (var free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (IOException taken) {
        continue;
      }
    }
    throw new UncheckedIOException(new IOException("No port of 127.0.0.1 is free."));
  }
}
