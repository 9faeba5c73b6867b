package dev.kahuna.provisioner;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kahuna.failure.FailureKind;
import dev.kahuna.heroku.HerokuPlatform;
import dev.kahuna.provisioner.aws.AwsFailures;
import dev.kahuna.provisioner.host.HostImages;
import dev.kahuna.provisioner.host.ImageSettings;
import dev.kahuna.provisioner.host.LaunchHost;
import dev.kahuna.provisioner.host.LoginKey;
import dev.kahuna.provisioner.host.MigrationNetwork;
import dev.kahuna.provisioner.release.ReleaseInfrastructure;
import dev.kahuna.provisioner.target.CreateTarget;
import dev.kahuna.provisioner.target.TargetSettings;
import dev.kahuna.secret.Secrets;
import dev.kahuna.standin.archive.ArchiveServer;
import dev.kahuna.standin.aws.AwsStandIn;
import dev.kahuna.standin.aws.ec2.BootedInstance;
import dev.kahuna.standin.aws.ec2.InstanceHost;
import dev.kahuna.standin.aws.ec2.InstanceLaunch;
import dev.kahuna.standin.aws.protocol.AwsAccount;
import dev.kahuna.standin.aws.rds.ClusterEndpoint;
import dev.kahuna.standin.aws.rds.ClusterServer;
import dev.kahuna.standin.aws.rds.ClusterSpec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sts.StsClient;

/** AWS, the archive's S3 and two calls of Heroku; hosts and servers are only written down. */
public final class ProvisionerTestbed implements AutoCloseable, InstanceHost, ClusterServer {
  public static final String HOST_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHost";
  public static final String TOKEN = "the-token-of-heroku";
  private static final Duration SOON = Duration.ofMillis(10);

  private static final byte[] EMPTY_LZ4_FRAME = HexFormat.of().parseHex("04224d1860408200000000");

  private final Path directory;

  public final AwsAccount account =
      new AwsAccount("123456789012", "eu-west-1", "AKIATESTTESTTEST", "a-secret-of-the-test");
  public final Map<String, InstanceLaunch> hosts = new ConcurrentHashMap<>();
  public final ConcurrentLinkedQueue<String> everBooted = new ConcurrentLinkedQueue<>();
  public final Map<String, ClusterSpec> clusters = new ConcurrentHashMap<>();

  /** Path to answer of the Platform API; anything else is 404. */
  public final Map<String, String> heroku = new ConcurrentHashMap<>();

  public final AwsStandIn aws;
  public final ArchiveServer archive;
  public final HttpServer herokuServer;
  public final Ec2Client ec2;
  public final RdsClient rds;
  public final StsClient sts;
  public final Secrets secrets;

  public ProvisionerTestbed(Path directory) throws IOException {
    this.directory = directory;
    aws = AwsStandIn.start(account, Duration.ofMillis(20), this, this);
    archive = ArchiveServer.start(directory, "archive", "shop");
    herokuServer = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    herokuServer.createContext("/", this::answer);
    herokuServer.start();
    ec2 = client(Ec2Client.builder());
    rds = client(RdsClient.builder());
    sts = client(StsClient.builder());
    secrets = new Secrets(() -> client(SecretsManagerClient.builder()));
  }

  /** A complete base backup and the WAL that it begins with; none of it holds anything. */
  public void archiveBackup() throws IOException {
    archived("basebackups_005/base_000000010000000000000004_backup_stop_sentinel.json");
    archived("basebackups_005/base_000000010000000000000004/tar_partitions/part_001.tar.lz4");
    archived("wal_005/000000010000000000000004.lz4");
  }

  private void archived(String key) throws IOException {
    var file = inArchive(key);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.write(
        file, key.endsWith(".lz4") ? EMPTY_LZ4_FRAME : "{}".getBytes(StandardCharsets.UTF_8));
  }

  /** Where an object of the archive lies. */
  public Path inArchive(String key) {
    return directory.resolve("archive/shop").resolve(key);
  }

  public URI herokuUrl() {
    return URI.create("http://127.0.0.1:" + herokuServer.getAddress().getPort());
  }

  public HerokuPlatform herokuPlatform() {
    return new HerokuPlatform(herokuUrl(), Duration.ofSeconds(5));
  }

  public MigrationNetwork network() {
    return new MigrationNetwork(ec2, 22);
  }

  public HostImages images() {
    return new HostImages(
        ec2,
        new ImageSettings(
            "099720109477", "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-%s-server-*"));
  }

  public LaunchHost launchHost() {
    return new LaunchHost(ec2, new LoginKey(ec2, secrets), network(), images(), SOON);
  }

  public CreateTarget createTarget() {
    return new CreateTarget(rds, network(), new TargetSettings("kahuna", 7, 0.5, 16), SOON);
  }

  public ReleaseInfrastructure release() {
    return new ReleaseInfrastructure(ec2, rds, secrets, SOON);
  }

  /** The app {@code shop} with this database URL. */
  public void herokuApp(String name, String databaseUrl) {
    heroku.put(
        "/apps/" + name, "{\"id\":\"1\",\"name\":\"%s\",\"maintenance\":false}".formatted(name));
    heroku.put(
        "/apps/" + name + "/config-vars", "{\"DATABASE_URL\":\"%s\"}".formatted(databaseUrl));
    heroku.put("/apps/" + name + "/formation", "[]");
    heroku.put(
        "/apps/" + name + "/addon-attachments",
        """
        [{"id":"a1","name":"DATABASE","addon":{"id":"d1","name":"postgresql-shop",
          "app":{"name":"%1$s"}},"app":{"name":"%1$s"},"namespace":null}]
        """
            .formatted(name));
  }

  public <C, B extends AwsClientBuilder<B, C>> C client(B builder) {
    return builder
        .endpointOverride(aws.endpoint())
        .region(Region.of(account.region()))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(account.accessKeyId(), account.secretAccessKey())))
        .build();
  }

  /** What the service's classifier says of an exception of AWS. */
  public static FailureKind kind(Throwable failure) {
    return AwsFailures.kind(failure).orElseThrow();
  }

  @Override
  public BootedInstance boot(InstanceLaunch launch) {
    hosts.put(launch.instanceId(), launch);
    everBooted.add(launch.instanceId());
    return new BootedInstance(launch.privateIpHint(), List.of(HOST_KEY + " root@host"));
  }

  @Override
  public void terminate(String instanceId) {
    hosts.remove(instanceId);
  }

  @Override
  public ClusterEndpoint create(ClusterSpec spec) {
    clusters.put(spec.identifier(), spec);
    return new ClusterEndpoint("127.32.0.1", 5432);
  }

  @Override
  public void delete(String identifier) {
    clusters.remove(identifier);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var known =
          ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
      var found = heroku.get(exchange.getRequestURI().getPath());
      var status = known ? (found == null ? 404 : 200) : 401;
      var body = status == 200 && found != null ? found : "{\"id\":\"no\",\"message\":\"No.\"}";
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    herokuServer.stop(0);
    archive.close();
    aws.close();
  }
}
