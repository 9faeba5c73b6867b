package dev.kahuna.standin.proxy;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to a server on this machine that can be disturbed. Undisturbed it changes nothing. */
public final class TcpProxy implements AutoCloseable {
  private static final int CONNECT_MILLIS = 2000;

  private final ServerSocket door;
  private final InetSocketAddress server;
  private final Relay relay;
  private final Traffic traffic = new Traffic();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean refusing;

  private TcpProxy(InetSocketAddress server, Relay relay) throws IOException {
    this.server = server;
    this.relay = relay;
    this.door = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("proxy-" + door.getLocalPort()).start(this::welcome);
  }

  /** Listens on a free port of 127.0.0.1; the server need not be there yet. */
  public static TcpProxy to(InetSocketAddress server) throws IOException {
    return new TcpProxy(server, Relay.EVERYTHING);
  }

  /** The same, with a say in what reaches the server. */
  public static TcpProxy to(InetSocketAddress server, Relay relay) throws IOException {
    return new TcpProxy(server, relay);
  }

  /** Where clients connect. */
  public int port() {
    return door.getLocalPort();
  }

  /** Breaks every connection there is. */
  public void cut() {
    Set.copyOf(open).forEach(TcpProxy::quietly);
  }

  /** Whether new connections break at once. */
  public void refuse(boolean on) {
    refusing = on;
  }

  /** The server is gone: connections break, and new ones too, until {@link #restore}. */
  public void down() {
    refuse(true);
    cut();
  }

  /** Whether bytes wait, in both directions, in open connections. */
  public void stall(boolean on) {
    traffic.stall(on);
  }

  /** Lets every piece of data wait that long, in both directions. */
  public void delay(Duration each) {
    traffic.delay(each);
  }

  /** Undisturbed again. */
  public void restore() {
    refuse(false);
    stall(false);
    delay(Duration.ZERO);
  }

  private void welcome() {
    while (!door.isClosed()) {
      try {
        var client = door.accept();
        if (refusing) {
          client.close();
        } else {
          Thread.ofVirtual().start(() -> connect(client));
        }
      } catch (IOException e) {
        // Closed, or a client that has gone again.
      }
    }
  }

  private void connect(Socket client) {
    var upstream = new Socket();
    open.add(client);
    open.add(upstream);
    try (client;
        upstream) {
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
      upstream.connect(server, CONNECT_MILLIS);
      var answers = Thread.ofVirtual().start(() -> carry(Relay.EVERYTHING, upstream, client));
      carry(relay, client, upstream);
      answers.join();
    } catch (IOException e) {
      // The server is not there, or either side has broken the connection: so has the other now.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
      open.remove(upstream);
    }
  }

  private void carry(Relay how, Socket from, Socket to) {
    try {
      how.carry(from.getInputStream(), traffic.into(to.getOutputStream()));
      to.shutdownOutput();
    } catch (IOException e) {
      quietly(from);
      quietly(to);
    }
  }

  private static void quietly(Closeable connection) {
    try {
      connection.close();
    } catch (IOException e) {
      // It is closed nevertheless.
    }
  }

  @Override
  public void close() {
    quietly(door);
    restore();
    cut();
  }
}
