package dev.kahuna.standin.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kahuna.standin.aws.ec2.Ec2;
import dev.kahuna.standin.aws.ec2.InstanceHost;
import dev.kahuna.standin.aws.protocol.AwsAccount;
import dev.kahuna.standin.aws.protocol.AwsApi;
import dev.kahuna.standin.aws.protocol.AwsError;
import dev.kahuna.standin.aws.protocol.AwsFaults;
import dev.kahuna.standin.aws.protocol.AwsResponse;
import dev.kahuna.standin.aws.protocol.Background;
import dev.kahuna.standin.aws.protocol.QueryApi;
import dev.kahuna.standin.aws.protocol.QueryDialect;
import dev.kahuna.standin.aws.protocol.Signature;
import dev.kahuna.standin.aws.rds.ClusterServer;
import dev.kahuna.standin.aws.rds.Rds;
import dev.kahuna.standin.aws.secretsmanager.SecretStore;
import dev.kahuna.standin.aws.secretsmanager.SecretsApi;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * EC2, RDS, Secrets Manager and STS at one address of this machine, for unmodified SDKs and the
 * {@code aws} command line: {@code AWS_ENDPOINT_URL} is {@link #endpoint}.
 *
 * <p>Calls are told apart by the service in the scope of their signature, and only those signed
 * with the account's key are answered. Nothing is kept when it closes; hosts and servers that were
 * made through it are ended by who implements {@link InstanceHost} and {@link ClusterServer}.
 */
public final class AwsStandIn implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AwsStandIn.class);

  private final AwsAccount account;
  private final HttpServer server;
  private final ExecutorService threads;
  private final AwsFaults faults;
  private final SecretStore secrets;
  private final Map<String, AwsApi> services;

  private AwsStandIn(
      AwsAccount account,
      HttpServer server,
      ExecutorService threads,
      AwsFaults faults,
      SecretStore secrets,
      Map<String, AwsApi> services) {
    this.account = account;
    this.server = server;
    this.threads = threads;
    this.faults = faults;
    this.secrets = secrets;
    this.services = services;
  }

  /**
   * Starts it on a free port of 127.0.0.1.
   *
   * @param atLeast how long an instance stays pending and a cluster stays creating at the least
   */
  public static AwsStandIn start(
      AwsAccount account, Duration atLeast, InstanceHost host, ClusterServer clusterServer)
      throws IOException {
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    var background = new Background(threads, atLeast);
    var faults = new AwsFaults();
    var clock = Clock.systemUTC();
    var secrets = new SecretStore(account, clock);
    var ec2 = new Ec2(account, clock, background, host);
    var rds = new Rds(account, clock, background, clusterServer, ec2, secrets);
    var standIn =
        new AwsStandIn(
            account,
            server,
            threads,
            faults,
            secrets,
            Map.of(
                "ec2", new QueryApi(QueryDialect.EC2, faults).with(ec2.actions()),
                "rds", new QueryApi(QueryDialect.RDS, faults).with(rds.actions()),
                "sts", new QueryApi(QueryDialect.STS, faults).with(new Sts(account).actions()),
                "secretsmanager", new SecretsApi(secrets, faults)));
    server.setExecutor(threads);
    server.createContext("/", standIn::handle);
    server.start();
    return standIn;
  }

  /** Where it answers, such as {@code http://127.0.0.1:40123}. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What goes wrong next. */
  public AwsFaults faults() {
    return faults;
  }

  /** Every value that Secrets Manager holds, for those who look for them elsewhere. */
  public List<String> secretValues() {
    return secrets.values();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var response = answer(exchange);
      var body = response.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", response.contentType());
      exchange.sendResponseHeaders(response.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private AwsResponse answer(HttpExchange exchange) throws IOException {
    var body = exchange.getRequestBody().readAllBytes();
    var headers = exchange.getRequestHeaders();
    var signature = Signature.of(headers);
    if (signature.isEmpty()) {
      return new AwsResponse(403, "text/plain", "MissingAuthenticationToken");
    }
    var signed = signature.get();
    var service = services.get(signed.service());
    if (service == null) {
      return new AwsResponse(501, "text/plain", signed.service() + " is not stood in for");
    }
    try {
      if (!signed.accessKeyId().equals(account.accessKeyId())) {
        throw service.unknownKey();
      }
      if (!signed.signedWith(account.secretAccessKey(), headers, body)) {
        throw service.wrongSignature();
      }
      var target = headers.getFirst("X-Amz-Target");
      synchronized (services) {
        return service.answer(
            target == null ? "" : target, new String(body, StandardCharsets.UTF_8));
      }
    } catch (AwsError e) {
      return service.failure(e);
    } catch (RuntimeException e) {
      log.error("A call of {} broke the stand-in", signed.service(), e);
      return service.failure(new AwsError(500, "InternalFailure", "The stand-in broke: " + e));
    }
  }
}
