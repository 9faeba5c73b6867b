package dev.kahuna.cutover;

import dev.kahuna.postgres.TestPostgres;
import dev.kahuna.standin.proxy.TcpProxy;
import java.io.IOException;
import java.net.InetSocketAddress;

/** The paths by which Kahuna reaches servers that dynos reach by their own. */
record BreakablePaths(TcpProxy replica, TcpProxy target) implements AutoCloseable {
  static BreakablePaths to(TestPostgres replica, TestPostgres target) throws IOException {
    return new BreakablePaths(TcpProxy.to(address(replica)), TcpProxy.to(address(target)));
  }

  private static InetSocketAddress address(TestPostgres server) {
    return new InetSocketAddress(server.endpoint().host(), server.endpoint().port());
  }

  @Override
  public void close() {
    replica.close();
    target.close();
  }
}
