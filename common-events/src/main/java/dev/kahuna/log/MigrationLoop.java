package dev.kahuna.log;

import dev.kahuna.migration.Migration;
import dev.kahuna.step.MigrationRunner;
import dev.kahuna.step.Saga;
import dev.kahuna.step.StepEnvironment;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;

/**
 * The loop of a service: owns partitions of the log and runs what is due in their migrations.
 *
 * <p>When a partition is assigned, first the instance before is fenced, then the log is replayed,
 * which only folds, and then what is due starts, off the thread that polls. When the partition is
 * taken away, its steps are interrupted and everything about it is forgotten.
 */
public final class MigrationLoop implements ConsumerAwareRebalanceListener {
  private static final Logger LOG = LoggerFactory.getLogger(MigrationLoop.class);
  private static final long EVALUATE_EVERY_MILLIS = 500;

  private final Saga saga;
  private final EventCodec codec;
  private final KafkaClients kafka;
  private final StepEnvironment environment;
  private final PartitionReader.UnreadableRecords unreadable;
  private final Map<Integer, Ownership> owned = new ConcurrentHashMap<>();

  /** What this process has while it owns a partition. */
  private static final class Ownership {
    final PartitionReader reader;
    final FencedAppender appender;
    final Map<String, MigrationRunner> runners = new ConcurrentHashMap<>();

    Ownership(PartitionReader reader, FencedAppender appender) {
      this.reader = reader;
      this.appender = appender;
    }

    void end() {
      runners.values().forEach(MigrationRunner::close);
      appender.close();
    }
  }

  /** A loop that starts when the listener container does. */
  public MigrationLoop(
      Saga saga,
      EventCodec codec,
      KafkaClients kafka,
      StepEnvironment environment,
      PartitionReader.UnreadableRecords unreadable) {
    this.saga = saga;
    this.codec = codec;
    this.kafka = kafka;
    this.environment = environment;
    this.unreadable = unreadable;
    // Gates open with time and not with facts.
    var unused =
        environment
            .timer()
            .scheduleWithFixedDelay(
                this::evaluate,
                EVALUATE_EVERY_MILLIS,
                EVALUATE_EVERY_MILLIS,
                TimeUnit.MILLISECONDS);
  }

  /** The migrations this process serves, as they are now. */
  public Stream<Migration> migrations() {
    return owned.values().stream()
        .flatMap(o -> o.runners.values().stream())
        .map(MigrationRunner::migration);
  }

  @Override
  public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    if (partitions.isEmpty()) {
      return;
    }
    var fresh = new HashMap<Integer, Ownership>();
    try {
      own(partitions, fresh).forEach(consumer::seek);
      owned.putAll(fresh);
    } catch (RuntimeException e) {
      // Nothing is served half: the group hands these partitions out again.
      LOG.error("could not take over partitions {}; asking for them again", partitions, e);
      fresh.values().forEach(Ownership::end);
      consumer.enforceRebalance("taking over failed");
      return;
    }
    fresh.values().forEach(o -> o.reader.migrations().forEach(m -> serve(o, m)));
    LOG.info(
        "owns partitions {}, {} migrations",
        fresh.keySet(),
        fresh.values().stream().mapToInt(o -> o.runners.size()).sum());
  }

  /** Fences, then replays; returns where the live consumer goes on. */
  private Map<TopicPartition, Long> own(
      Collection<TopicPartition> partitions, Map<Integer, Ownership> fresh) {
    for (var partition : partitions) {
      var appender =
          new FencedAppender(
              kafka.connection(),
              saga.service(),
              partition.partition(),
              codec,
              environment.clock());
      fresh.put(
          partition.partition(), new Ownership(new PartitionReader(codec, unreadable), appender));
    }
    return LogReplay.read(
        kafka.connection(),
        List.copyOf(partitions),
        r -> Objects.requireNonNull(fresh.get(r.partition())).reader.read(r));
  }

  @Override
  public void onPartitionsRevokedBeforeCommit(
      Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    giveUp(partitions);
  }

  /** Kafka's client calls revoked after lost as well; giving up twice does nothing. */
  @Override
  public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    giveUp(partitions);
  }

  private void giveUp(Collection<TopicPartition> partitions) {
    for (var partition : partitions) {
      var ownership = owned.remove(partition.partition());
      if (ownership != null) {
        LOG.info("gives up partition {}", partition.partition());
        ownership.end();
      }
    }
  }

  /** Folds what is new and lets the runners see it. */
  @KafkaListener(id = "migration-loop", idIsGroup = false, topics = Topics.EVENTS, batch = "true")
  public void onRecords(List<ConsumerRecord<String, byte[]>> records) {
    for (var next : records) {
      var ownership = owned.get(next.partition());
      if (ownership != null) {
        var migration = ownership.reader.read(next);
        guarded(runner(ownership, migration), runner -> runner.update(migration, next.offset()));
      }
    }
  }

  private MigrationRunner runner(Ownership ownership, Migration migration) {
    return ownership.runners.computeIfAbsent(
        migration.id(),
        id -> new MigrationRunner(saga, migration, ownership.appender, environment));
  }

  private void serve(Ownership ownership, Migration migration) {
    guarded(runner(ownership, migration), MigrationRunner::evaluate);
  }

  private void evaluate() {
    owned.values().stream()
        .flatMap(o -> o.runners.values().stream())
        .forEach(runner -> guarded(runner, MigrationRunner::evaluate));
  }

  /** One migration's trouble stays its own. */
  private static void guarded(
      MigrationRunner runner, java.util.function.Consumer<MigrationRunner> act) {
    try {
      act.accept(runner);
    } catch (RuntimeException e) {
      LOG.error("{} can't be served", runner.migration().id(), e);
    }
  }
}
