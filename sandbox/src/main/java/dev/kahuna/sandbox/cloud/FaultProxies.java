package dev.kahuna.sandbox.cloud;

import dev.kahuna.broker.EmbeddedBroker;
import dev.kahuna.standin.postgres.Loopback;
import dev.kahuna.standin.postgres.SourceDatabase;
import dev.kahuna.standin.proxy.ProduceInterceptor;
import dev.kahuna.standin.proxy.TcpProxy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Proxies inside the cloud by which a test makes faults. Those who connect don't notice them. */
public final class FaultProxies implements AutoCloseable {
  private final ProduceInterceptor facts = new ProduceInterceptor();
  private final int broker;
  private final TcpProxy kafka;
  private final Map<SourceDatabase, TcpProxy> sources = new ConcurrentHashMap<>();

  FaultProxies() throws IOException {
    broker = Loopback.freePort();
    kafka = TcpProxy.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), broker), facts);
  }

  /** Where the broker listens for what comes through the proxy. */
  EmbeddedBroker.Detour broker() {
    return new EmbeddedBroker.Detour(broker, kafka.port());
  }

  /** What services are told of Kafka. */
  String bootstrapServers() {
    return "127.0.0.1:" + kafka.port();
  }

  /** Holds facts back that a test does not want to arrive. */
  public ProduceInterceptor facts() {
    return facts;
  }

  /** Between the services and Kafka. */
  public TcpProxy kafka() {
    return kafka;
  }

  /** Opens a proxy before a Heroku database, and returns the database's URL through it. */
  String toSource(SourceDatabase database) throws IOException {
    var opened = TcpProxy.to(database.address());
    sources.put(database, opened);
    return database
        .databaseUrl()
        .replaceFirst("@[^/]+/", "@127.0.0.1:%d/".formatted(opened.port()));
  }

  /** Between everybody, the app too, and a Heroku database. */
  public TcpProxy source(SourceDatabase database) {
    return Optional.ofNullable(sources.get(database)).orElseThrow();
  }

  @Override
  public void close() {
    kafka.close();
    sources.values().forEach(TcpProxy::close);
  }
}
