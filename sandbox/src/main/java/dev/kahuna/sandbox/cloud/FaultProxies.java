package dev.kahuna.sandbox.cloud;

import dev.kahuna.broker.EmbeddedBroker;
import dev.kahuna.standin.postgres.Loopback;
import dev.kahuna.standin.postgres.SourceDatabase;
import dev.kahuna.standin.proxy.ProduceInterceptor;
import dev.kahuna.standin.proxy.TcpProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Ways of the cloud that a test can disturb; who takes them does not know. */
public final class FaultProxies implements AutoCloseable {
  private final ProduceInterceptor facts = new ProduceInterceptor();
  private final int broker;
  private final TcpProxy kafka;
  private Optional<TcpProxy> source = Optional.empty();

  FaultProxies() throws IOException {
    broker = Loopback.freePort();
    kafka = TcpProxy.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), broker), facts);
  }

  /** Where the broker listens for what comes this way. */
  EmbeddedBroker.Detour broker() {
    return new EmbeddedBroker.Detour(broker, kafka.port());
  }

  /** What services are told of Kafka. */
  String bootstrapServers() {
    return "127.0.0.1:" + kafka.port();
  }

  /** Facts that shall not arrive. */
  public ProduceInterceptor facts() {
    return facts;
  }

  /** Between the services and Kafka. */
  public TcpProxy kafka() {
    return kafka;
  }

  /** Opens a way to Heroku's database, and returns its URL on that way. */
  String toSource(SourceDatabase database) throws IOException {
    var opened = TcpProxy.to(database.address());
    source = Optional.of(opened);
    return database
        .databaseUrl()
        .replaceFirst("@[^/]+/", "@127.0.0.1:%d/".formatted(opened.port()));
  }

  /** Between everybody, the app too, and Heroku's database. */
  public TcpProxy source() {
    return source.orElseThrow();
  }

  @Override
  public void close() {
    kafka.close();
    source.ifPresent(TcpProxy::close);
  }
}
