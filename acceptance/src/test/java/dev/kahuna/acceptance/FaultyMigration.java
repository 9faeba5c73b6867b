package dev.kahuna.acceptance;

import dev.kahuna.event.MigrationEvent;
import dev.kahuna.log.EventCodec;
import dev.kahuna.log.LogReplay;
import dev.kahuna.log.Topics;
import dev.kahuna.log.UnfencedAppender;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.operator.console.ConsoleNarrator;
import dev.kahuna.operator.console.Screen;
import dev.kahuna.sandbox.MigrationFollower;
import dev.kahuna.sandbox.Operator;
import dev.kahuna.sandbox.StepTimes;
import dev.kahuna.sandbox.cloud.Cloud;
import dev.kahuna.sandbox.cloud.CloudOptions;
import dev.kahuna.sandbox.cloud.Resources;
import dev.kahuna.sandbox.cloud.Story;
import dev.kahuna.standin.load.Acknowledgement;
import dev.kahuna.standin.load.Writer;
import java.io.PrintWriter;
import java.nio.file.Path;
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

/** One migration in a cloud of its own, under load, which a test disturbs. */
final class FaultyMigration implements AutoCloseable {
  static final String ID = "shop-under-faults";
  static final String SERVICE = "cutover-service";
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
  private static final int WRITES_A_SECOND = 20;

  private final Resources closers = new Resources();
  private final Cloud cloud;
  private final Writer writer;
  private final MigrationFollower follower;
  private final UnfencedAppender operator;
  private final StepTimes narration;

  /** Starts the cloud and the writer. */
  FaultyMigration() throws Exception {
    this(options -> {});
  }

  /**
   * Starts the cloud and the writer.
   *
   * @param choice changes what is usual
   */
  FaultyMigration(Consumer<CloudOptions> choice) throws Exception {
    System.setProperty("kahuna.home", REPOSITORY.toString());
    var story = new Story(Screen.standard(new PrintWriter(System.out, true)));
    try {
      cloud = closers.add(new Cloud(REPOSITORY, options(choice), story));
      writer = closers.add(new Writer(cloud.app().webUrl(), Clock.systemUTC()));
      writer.start(WRITES_A_SECOND);
      var connection = Map.<String, Object>of("bootstrap.servers", bootstrapServers());
      operator =
          closers.add(
              new UnfencedAppender(connection, "sandbox", new EventCodec(), Clock.systemUTC()));
      narration = new StepTimes(new ConsoleNarrator(story.screen(), ZoneId.systemDefault()));
      follower = closers.add(new MigrationFollower(bootstrapServers(), ID, narration));
    } catch (Exception e) {
      closers.close();
      throw e;
    }
  }

  private static CloudOptions options(Consumer<CloudOptions> choice) {
    var options = new CloudOptions();
    options.sourceVersion = 15;
    options.targetVersion = 17;
    options.detours = true;
    choice.accept(options);
    return options;
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
        cloud
            .requestYaml(ID)
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

  /** What the operator says next. */
  void say(MigrationEvent event) {
    operator.append(ID, event);
  }

  Migration await(Duration limit, Predicate<Migration> wanted) throws Exception {
    return follower.await(limit, wanted);
  }

  /** Every record of the log, repetitions too. */
  List<LoggedEvent> log() {
    var codec = new EventCodec();
    var facts = new ArrayList<LoggedEvent>();
    var connection = Map.<String, Object>of("bootstrap.servers", bootstrapServers());
    LogReplay.read(
        connection,
        partitions(connection),
        next -> {
          if (codec.decode(next.value()) instanceof EventCodec.Decoded.Known(var event)) {
            facts.add(
                new LoggedEvent(
                    next.key(), event, next.offset(), Instant.ofEpochMilli(next.timestamp()), ""));
          }
        });
    return facts;
  }

  private static List<TopicPartition> partitions(Map<String, Object> connection) {
    try (var consumer =
        new KafkaConsumer<>(connection, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return consumer.partitionsFor(Topics.EVENTS).stream()
          .map(p -> new TopicPartition(Topics.EVENTS, p.partition()))
          .toList();
    }
  }

  /** What the app promised to keep so far. */
  List<Acknowledgement> acknowledged() {
    return writer.acknowledged();
  }

  /** Lets the load end, and answers what the app promised to keep. */
  List<Acknowledgement> stopWriting() {
    writer.stop();
    return writer.acknowledged();
  }

  @Override
  public void close() {
    closers.close();
  }
}
