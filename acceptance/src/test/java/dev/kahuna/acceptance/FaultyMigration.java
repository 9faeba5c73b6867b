package dev.kahuna.acceptance;

import dev.kahuna.database.Database;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.OperatorEvent.ReleaseRequested;
import dev.kahuna.event.ProvisionerEvent.InfrastructureReleased;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.log.EventCodec;
import dev.kahuna.log.LogReplay;
import dev.kahuna.log.Topics;
import dev.kahuna.log.UnfencedAppender;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.operator.console.ConsoleNarrator;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.sandbox.MigrationFollower;
import dev.kahuna.sandbox.Operator;
import dev.kahuna.sandbox.StepTimes;
import dev.kahuna.sandbox.cloud.Cloud;
import dev.kahuna.sandbox.cloud.DemoTenant;
import dev.kahuna.sandbox.cloud.Resources;
import dev.kahuna.sandbox.cloud.Story;
import dev.kahuna.standin.heroku.app.HerokuApp;
import dev.kahuna.standin.load.Acknowledgement;
import dev.kahuna.standin.load.Writer;
import dev.kahuna.standin.postgres.SourceDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** One migration of a tenant under load, which a test disturbs. {@link CloudExtension} makes it. */
final class FaultyMigration implements AutoCloseable {
  /** What a test class locks whose migrations run in a cloud with that build folder. */
  static final String CLOUD = "target/cloud";

  /** A second cloud: undisturbed migrations need not wait for those that are disturbed. */
  static final String CLOUD_OF_KINDS = "target/cloud-of-kinds";

  static final String SERVICE = "cutover-service";
  private static final int WRITES_A_SECOND = 20;
  private static final int CALLS_OF_AN_ACCOUNT = 4500;
  private static final int RETRIES = 0;
  private static final Duration RELEASE_LIMIT = Duration.ofMinutes(2);

  private final Resources resources = new Resources();
  private final Cloud cloud;
  private final DemoTenant tenant;
  private final String id;
  private final Writer writer;
  private final MigrationFollower follower;
  private final UnfencedAppender operator;
  private final StepTimes narration;

  /** Starts the writer. */
  FaultyMigration(Cloud cloud, DemoTenant tenant, String id, Story story) throws Exception {
    this.cloud = cloud;
    this.tenant = resources.add(tenant);
    this.id = id;
    try {
      cloud.heroku().faults().clear();
      cloud.heroku().rateLimit().leave(CALLS_OF_AN_ACCOUNT);
      writer = resources.add(new Writer(tenant.app().webUrl(), Clock.systemUTC()));
      writer.start(WRITES_A_SECOND);
      var connection = Map.<String, Object>of("bootstrap.servers", bootstrapServers());
      operator =
          resources.add(
              new UnfencedAppender(connection, "sandbox", new EventCodec(), Clock.systemUTC()));
      narration = new StepTimes(new ConsoleNarrator(story.screen(), ZoneId.systemDefault()));
      follower = resources.add(new MigrationFollower(bootstrapServers(), id, narration));
    } catch (Exception e) {
      resources.close();
      throw e;
    }
  }

  /**
   * Publishes the request.
   *
   * @param budget of both windows, such as {@code 60s}
   * @param onFact is told how the migration stands, at each new fact
   */
  void request(String budget, Consumer<Migration> onFact) {
    narration.onFact(onFact);
    var yaml =
        tenant
            .requestYaml(id, RETRIES)
            .replace(
                "approval: automatic", "approval: automatic\n    max-unavailability: " + budget);
    try (var requesting = new Operator(bootstrapServers())) {
      requesting.request(yaml);
    }
  }

  private String bootstrapServers() {
    return cloud.broker().bootstrapServers();
  }

  Cloud cloud() {
    return cloud;
  }

  /** The app that is moved. */
  HerokuApp app() {
    return tenant.app();
  }

  /** A session of the app's role on the database that the app uses now. */
  Connection asTheApp() throws SQLException {
    var url = PostgresUrl.parse(tenant.app().config().getOrDefault("DATABASE_URL", ""));
    return Database.onHeroku(url).open(PostgresOptions.of("owner"));
  }

  /** Its database on Heroku. */
  SourceDatabase source() {
    return tenant.source();
  }

  String id() {
    return id;
  }

  /**
   * Lets go of what a completed migration has made.
   *
   * @return whether nothing of it is left
   */
  boolean release() {
    var target = follower.migration().find(TargetCreated.class);
    if (target.isEmpty()
        || !follower.migration().has(MigrationCompleted.class)
        || follower.migration().has(PivotReached.class, Leg.BACK_TO_REPLICA)) {
      return false;
    }
    try {
      writer.stop();
      say(new ReleaseRequested());
      await(RELEASE_LIMIT, m -> m.has(InfrastructureReleased.class));
      cloud.aurora().delete(target.get().cluster());
      return true;
    } catch (Exception e) {
      System.out.printf("%s is not released: %s%n", id, e);
      return false;
    }
  }

  /** Records what the operator decides. */
  void say(MigrationEvent event) {
    operator.append(id, event);
  }

  Migration await(Duration limit, Predicate<Migration> wanted) throws Exception {
    return follower.await(limit, wanted);
  }

  /** Every record of this migration in the log, repetitions too. */
  List<LoggedEvent> log() {
    var codec = new EventCodec();
    var facts = new ArrayList<LoggedEvent>();
    var connection = Map.<String, Object>of("bootstrap.servers", bootstrapServers());
    LogReplay.read(
        connection,
        partitions(connection),
        next -> {
          if (next.key().equals(id)
              && codec.decode(next.value()) instanceof EventCodec.Decoded.Known(var event)) {
            facts.add(
                new LoggedEvent(
                    next.key(), event, next.offset(), Instant.ofEpochMilli(next.timestamp()), ""));
          }
        });
    return facts;
  }

  /** The windows that were opened, in their order. */
  List<Leg> windows() {
    return log().stream()
        .map(LoggedEvent::event)
        .filter(CutoverStarted.class::isInstance)
        .map(started -> ((CutoverStarted) started).leg())
        .toList();
  }

  private static List<TopicPartition> partitions(Map<String, Object> connection) {
    try (var consumer =
        new KafkaConsumer<>(connection, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return consumer.partitionsFor(Topics.EVENTS).stream()
          .map(p -> new TopicPartition(Topics.EVENTS, p.partition()))
          .toList();
    }
  }

  /** The writes that the app has acknowledged so far. */
  List<Acknowledgement> acknowledged() {
    return writer.acknowledged();
  }

  /** Ends the load, and returns the writes that the app has acknowledged. */
  List<Acknowledgement> stopWriting() {
    writer.stop();
    return writer.acknowledged();
  }

  @Override
  public void close() {
    resources.close();
  }
}
