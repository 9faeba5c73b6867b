package dev.kahuna.sandbox.cloud;

import dev.kahuna.broker.EmbeddedBroker;
import dev.kahuna.sandbox.service.Services;
import dev.kahuna.standin.archive.ArchiveAccess;
import dev.kahuna.standin.archive.ArchiveServer;
import dev.kahuna.standin.aws.AwsStandIn;
import dev.kahuna.standin.aws.protocol.AwsAccount;
import dev.kahuna.standin.booted.BootedFleet;
import dev.kahuna.standin.heroku.Heroku;
import dev.kahuna.standin.host.Fleet;
import dev.kahuna.standin.host.HostFleet;
import dev.kahuna.standin.postgres.AuroraServers;
import dev.kahuna.standin.postgres.PostgresBinaries;
import dev.kahuna.standin.postgres.PostgresServer;
import dev.kahuna.standin.postgres.SourceDatabase;
import dev.kahuna.standin.process.PostgresUser;
import dev.kahuna.standin.process.RandomPasswords;
import dev.kahuna.standin.process.StateDirectory;
import dev.kahuna.standin.tool.ToolServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a migration needs, on this machine: Kafka, Heroku with an app and its database,
 * AWS, the archive in S3, and the four services. Closing it leaves nothing behind.
 */
public final class Cloud implements AutoCloseable {
  static final String APP = "randonumba";
  private static final Duration LAUNCH_TIME = Duration.ofMillis(500);

  private final Resources resources = new Resources();
  private final CloudOptions options;
  private final StateDirectory state;
  private final Path logs;
  private final Optional<FaultProxies> proxies;
  private final EmbeddedBroker broker;
  private final ArchiveServer archive;
  private final AuroraServers aurora;
  private final Fleet hosts;
  private final AwsAccount account;
  private final AwsStandIn aws;
  private final Heroku heroku;
  private final TenantSpec spec;
  private final DemoTenant tenant;
  private final Services services;

  /**
   * Starts the one cloud that users of a checkout have at a time. This takes about half a minute.
   *
   * @param repository a checkout that has been built
   * @param story is told what is going on
   */
  public Cloud(Path repository, CloudOptions options, Story story) throws Exception {
    this(repository, repository.resolve("sandbox").resolve("target"), options, story);
  }

  /**
   * Starts a cloud that runs beside others.
   *
   * @param build a folder of its own, for its state, its logs and the services' extracted jars
   */
  public Cloud(Path repository, Path build, CloudOptions options, Story story) throws Exception {
    this.options = options;
    // Ctrl-C runs this as well; closing twice does nothing.
    Runtime.getRuntime().addShutdownHook(new Thread(resources::close, "sandbox-end"));
    try {
      logs = build.resolve("logs");
      var user = PostgresUser.current();
      state = resources.add(claim(build, user));
      var root = state.root();
      var binaries = new PostgresBinaries(repository, state.cache());
      var machine = new PostgresServer.Machine(binaries, user, state.processes());

      story.tell("Starting Kafka, an S3 server and AWS's APIs");
      proxies =
          options.faultProxies ? Optional.of(resources.add(new FaultProxies())) : Optional.empty();
      broker = resources.add(broker(Files.createDirectories(root.resolve("kafka"))));
      archive = resources.add(ArchiveServer.start(root.resolve("s3"), "heroku-archive", "shop"));
      var tools = resources.add(new ToolServer());
      aurora = resources.add(new AuroraServers(machine, root.resolve("aurora")));
      hosts = resources.add(hosts(machine, root, tools, story));
      account =
          new AwsAccount(
              "123456789012",
              "us-east-1",
              "AKIA" + RandomPasswords.name(16).toUpperCase(java.util.Locale.ROOT),
              RandomPasswords.generate());
      aws = resources.add(AwsStandIn.start(account, LAUNCH_TIME, hosts, aurora));
      heroku = resources.add(Heroku.start(logs, state.processes()));

      story.tell("Starting the four services, each from its own jar");
      services =
          resources.add(
              Services.start(
                  repository,
                  servicesIn(build),
                  logs,
                  root.resolve("tmp"),
                  serviceEnvironment(),
                  state.processes()));

      story.tell(
          "Starting a Heroku Postgres %d that ships its WAL to S3,%s and the app %s on it"
              .formatted(
                  options.sourceVersion,
                  options.sourceSql.map(file -> " loading " + file).orElse(""),
                  APP));
      spec =
          new TenantSpec(
              options.app.orElse(repository.resolve("randonumba").resolve("target").resolve("app")),
              machine,
              root,
              archive,
              tools,
              heroku,
              this::databaseUrl);
      tenant = resources.add(DemoTenant.open(APP, options.tenant(), spec));
      services.awaitReady();
    } catch (Exception e) {
      resources.close();
      throw e;
    }
  }

  private static StateDirectory claim(Path build, PostgresUser user) throws IOException {
    try {
      return StateDirectory.claim(build, user);
    } catch (IllegalStateException e) {
      throw new IllegalStateException(
          e.getMessage() + " 'kahuna sandbox down' ends a sandbox that is up.", e);
    }
  }

  /** Where a cloud with that build folder keeps what it makes of the services' jars. */
  public static Path servicesIn(Path build) {
    return build.resolve("services");
  }

  private Fleet hosts(PostgresServer.Machine machine, Path root, ToolServer tools, Story story)
      throws IOException {
    if (options.booted()) {
      story.tell("Getting ready to boot hosts; their image takes a minute the first time");
      return new BootedFleet(root.resolve("booted"));
    }
    return new HostFleet(
        machine, root.resolve("hosts"), tools, host -> Map.of("KAHUNA_HOME", host + "/srv"));
  }

  private EmbeddedBroker broker(Path directory) throws IOException {
    return proxies.isPresent()
        ? new EmbeddedBroker(directory, proxies.get().broker())
        : new EmbeddedBroker(directory);
  }

  /** The database's URL as Heroku gives it to the app. */
  private String databaseUrl(SourceDatabase database) throws IOException {
    return proxies.isPresent() ? proxies.get().toSource(database) : database.databaseUrl();
  }

  /** The variables that an operator would set for the services on a real account. */
  public Map<String, String> serviceEnvironment() {
    var environment = new LinkedHashMap<String, String>();
    environment.put(
        "KAFKA_BOOTSTRAP_SERVERS",
        proxies.map(FaultProxies::bootstrapServers).orElseGet(broker::bootstrapServers));
    environment.putAll(awsEnvironment());
    environment.put("KAHUNA_HEROKU_URL", heroku.apiUrl().toString());
    environment.put("HEROKU_API_KEY", heroku.token());
    environment.put("KAHUNA_SSH_PORT", String.valueOf(HostFleet.SSH_PORT));
    hosts
        .walG()
        .ifPresent(
            walG -> {
              environment.put("KAHUNA_WALG_URL", walG.url());
              environment.put("KAHUNA_WALG_SHA256_AMD64", walG.sha256());
            });
    environment.put("KAHUNA_TARGET_AUTHORITIES", aurora.authorityCertificate().toString());
    environment.put("ARCHIVE_ACCESS_KEY_ID", archive.access().accessKeyId());
    environment.put("ARCHIVE_SECRET_ACCESS_KEY", archive.access().secretAccessKey());
    return environment;
  }

  /** The environment in which AWS's own tools find this AWS. */
  Map<String, String> awsEnvironment() {
    return Map.of(
        "AWS_ENDPOINT_URL", aws.endpoint().toString(),
        "AWS_REGION", account.region(),
        "AWS_ACCESS_KEY_ID", account.accessKeyId(),
        "AWS_SECRET_ACCESS_KEY", account.secretAccessKey());
  }

  /** A request to move the first tenant, as an operator would write it. */
  public String requestYaml(String id) {
    return tenant.requestYaml(id, 0);
  }

  /** Starts another app like the first one, with a database of its own. The caller closes it. */
  public DemoTenant openTenant(String name) throws Exception {
    return openTenant(name, options.tenant());
  }

  /** Starts another app of that kind, with a database of its own. The caller closes it. */
  public DemoTenant openTenant(String name, TenantOptions of) throws Exception {
    return resources.add(DemoTenant.open(name, of, spec));
  }

  /** The proxies, in a cloud whose options asked for them. */
  public FaultProxies faultProxies() {
    return proxies.orElseThrow();
  }

  public AwsStandIn aws() {
    return aws;
  }

  public StateDirectory state() {
    return state;
  }

  ArchiveAccess archive() {
    return tenant.archive();
  }

  /** A folder with a log file of each service and of the app. */
  public Path logs() {
    return logs;
  }

  public EmbeddedBroker broker() {
    return broker;
  }

  public Fleet hosts() {
    return hosts;
  }

  public AuroraServers aurora() {
    return aurora;
  }

  public Heroku heroku() {
    return heroku;
  }

  /** The tenant that is there from the beginning. */
  public DemoTenant tenant() {
    return tenant;
  }

  public Services services() {
    return services;
  }

  @Override
  public void close() {
    resources.close();
  }
}
