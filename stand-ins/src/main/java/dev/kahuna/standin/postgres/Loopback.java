package dev.kahuna.standin.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.random.RandomGenerator;

/** Addresses of this machine, 127.x.y.z: one for each server, so that each can have port 5432. */
public final class Loopback {
  private static final int TRIES = 50;

  /** Ports are below those that Linux gives to whoever asks for any, which begin at 32768. */
  private static final int FIRST_PORT = 10_000;

  private static final int END_OF_PORTS = 32_768;

  private Loopback() {}

  /** An address on which every one of the ports is free now. */
  public static InetAddress freeAddress(int... ports) throws IOException {
    var random = RandomGenerator.getDefault();
    for (int i = 0; i < TRIES; i++) {
      var address =
          InetAddress.ofLiteral(
              "127.%d.%d.%d"
                  .formatted(random.nextInt(64, 255), random.nextInt(256), random.nextInt(2, 255)));
      if (free(address, ports)) {
        return address;
      }
    }
    throw new IOException(
        "No address 127.x.y.z has its ports free, or this system gives the loopback interface only"
            + " 127.0.0.1: stand-ins need Linux.");
  }

  /** Whether every one of the ports is free on the address now. */
  public static boolean free(InetAddress address, int... ports) {
    for (int port : ports) {
      try (var probe = new ServerSocket(port, 1, address)) {
        probe.setReuseAddress(true);
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }

  /** A port of 127.0.0.1 that is free now, and that nobody gets who asks for any. */
  public static int freePort() throws IOException {
    var random = RandomGenerator.getDefault();
    for (int i = 0; i < TRIES; i++) {
      var port = random.nextInt(FIRST_PORT, END_OF_PORTS);
      if (unused(port)) {
        return port;
      }
    }
    throw new IOException("No port of 127.0.0.1 is free.");
  }

  /**
   * Without SO_REUSEADDR, and without listening: so it finds every socket there, and disturbs none.
   */
  private static boolean unused(int port) {
    try (var probe = new Socket()) {
      probe.setReuseAddress(false);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
