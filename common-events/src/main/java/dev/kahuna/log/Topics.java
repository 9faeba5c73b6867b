package dev.kahuna.log;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The three topics: created if missing, checked if present. */
public final class Topics {
  /** The facts: the only truth, kept forever, keyed by migration. */
  public static final String EVENTS = "migration.events";

  /** Samples, kept a week, keyed by migration. */
  public static final String TELEMETRY = "migration.telemetry";

  /**
   * Records of {@link #EVENTS} that nobody can read, keyed by their position there. Every service
   * that meets one sets it aside; compaction keeps one copy.
   */
  public static final String DEAD_LETTERS = "migration.events-dlt";

  private static final int EVENT_PARTITIONS = 12;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long WEEK_MILLIS = Duration.ofDays(7).toMillis();

  private static final RetryConfig SOON =
      RetryConfig.custom()
          .maxAttempts(100)
          .waitDuration(Duration.ofMillis(100))
          .retryOnException(e -> e.getCause() instanceof UnknownTopicOrPartitionException)
          .build();

  private record Topic(String name, int partitions, Map<String, String> config) {
    NewTopic asNew() {
      // The cluster's default replication factor.
      return new NewTopic(name, java.util.Optional.of(partitions), java.util.Optional.empty())
          .configs(config);
    }

    ConfigResource resource() {
      return new ConfigResource(ConfigResource.Type.TOPIC, name);
    }
  }

  private static final List<Topic> ALL =
      List.of(
          new Topic(
              EVENTS,
              EVENT_PARTITIONS,
              Map.of(
                  TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                  TopicConfig.RETENTION_MS_CONFIG, "-1",
                  TopicConfig.RETENTION_BYTES_CONFIG, "-1")),
          new Topic(
              TELEMETRY,
              EVENT_PARTITIONS,
              Map.of(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(WEEK_MILLIS))),
          new Topic(
              DEAD_LETTERS,
              1,
              Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)));

  private Topics() {}

  /**
   * Creates the topics that are missing and checks the others.
   *
   * @throws IllegalStateException if a topic would lose facts or their order, with a sentence for
   *     each such topic, or if Kafka cannot be reached
   */
  public static void ensure(Admin admin) {
    ALL.forEach(topic -> create(admin, topic));
    // Other brokers learn of a new topic a moment later.
    var problems = Retry.of("topics", SOON).executeSupplier(() -> check(admin));
    if (!problems.isEmpty()) {
      throw new IllegalStateException(String.join(" ", problems));
    }
  }

  private static void create(Admin admin, Topic topic) {
    try {
      await(admin.createTopics(List.of(topic.asNew())).all().toCompletionStage());
    } catch (IllegalStateException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  private static List<String> check(Admin admin) {
    var names = ALL.stream().map(Topic::name).toList();
    var resources = ALL.stream().map(Topic::resource).toList();
    Map<String, TopicDescription> found =
        await(admin.describeTopics(names).allTopicNames().toCompletionStage());
    Map<ConfigResource, Config> configs =
        await(admin.describeConfigs(resources).all().toCompletionStage());
    return ALL.stream()
        .map(topic -> problems(topic, found.get(topic.name()), configs.get(topic.resource())))
        .flatMap(Collection::stream)
        .toList();
  }

  private static List<String> problems(
      Topic topic,
      @org.jspecify.annotations.Nullable TopicDescription found,
      @org.jspecify.annotations.Nullable Config config) {
    if (found == null || config == null) {
      return List.of(
          "The topic %s can't be described; grant DESCRIBE on it.".formatted(topic.name()));
    }
    if (topic.name().equals(EVENTS) && found.partitions().size() != topic.partitions()) {
      return List.of(
          "The topic %s has %d partitions and must have %d; delete it and let Kahuna create it."
              .formatted(topic.name(), found.partitions().size(), topic.partitions()));
    }
    return topic.config().entrySet().stream()
        .filter(wanted -> !wanted.getValue().equals(config.get(wanted.getKey()).value()))
        .map(
            wanted ->
                "The topic %s has %s=%s and must have %s; change it with kafka-configs."
                    .formatted(
                        topic.name(),
                        wanted.getKey(),
                        config.get(wanted.getKey()).value(),
                        wanted.getValue()))
        .toList();
  }

  private static <T> T await(java.util.concurrent.CompletionStage<T> answer) {
    try {
      return answer.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while asking Kafka about its topics", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka refused: " + e.getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "Kafka did not answer within %d s; check the bootstrap servers."
              .formatted(PATIENCE.toSeconds()),
          e);
    }
  }
}
