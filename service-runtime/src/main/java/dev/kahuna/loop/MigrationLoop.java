package dev.kahuna.loop;

import dev.kahuna.lease.Lease;
import dev.kahuna.log.EventCodec;
import dev.kahuna.log.LogReplay;
import dev.kahuna.log.PartitionReader;
import dev.kahuna.log.Topics;
import dev.kahuna.migration.Migration;
import dev.kahuna.step.MigrationRunner;
import dev.kahuna.step.Saga;
import dev.kahuna.step.StepEnvironment;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
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
 * taken away, its steps are ended and everything about it is forgotten. What a step calls, it calls
 * under a {@link Lease} that ends before Kafka hands the partition to another instance.
 */
public final class MigrationLoop implements ConsumerAwareRebalanceListener {
  private static final Logger LOG = LoggerFactory.getLogger(MigrationLoop.class);
  private static final long EVALUATE_EVERY_MILLIS = 500;

  private final Saga saga;
  private final EventCodec codec;
  private final KafkaClients kafka;
  private final StepEnvironment environment;
  private final PartitionReader.UnreadableRecords unreadable;
  private final Duration sessionTimeout;
  private final Map<Integer, Ownership> owned = new ConcurrentHashMap<>();

  /** What this process has while it owns a partition. */
  private static final class Ownership {
    final PartitionReader reader;
    final FencedAppender appender;
    final Lease lease;
    final Map<String, MigrationRunner> runners = new ConcurrentHashMap<>();
    private volatile boolean ended;

    Ownership(PartitionReader reader, FencedAppender appender, BooleanSupplier heartbeats) {
      this.reader = reader;
      this.appender = appender;
      this.lease = new Lease(() -> !ended && heartbeats.getAsBoolean());
    }

    void end() {
      ended = true;
      runners.values().forEach(MigrationRunner::close);
    }

    /** After {@link #end}: whoever owns the partition next must not meet a call of ours. */
    void awaitCalls(Duration limit) throws InterruptedException {
      for (var runner : runners.values()) {
        runner.awaitLanes(limit);
      }
    }
  }

  /**
   * A loop that starts when the listener container does.
   *
   * @param sessionTimeout after which Kafka gives the partitions of a silent instance to another;
   *     two thirds of it must be enough for every call of a step of a lane
   */
  public MigrationLoop(
      Saga saga,
      EventCodec codec,
      KafkaClients kafka,
      Duration sessionTimeout,
      StepEnvironment environment,
      PartitionReader.UnreadableRecords unreadable) {
    this.saga = saga;
    this.codec = codec;
    this.kafka = kafka;
    this.sessionTimeout = sessionTimeout;
    this.environment = environment;
    this.unreadable = unreadable;
    // Gates open with time and not with facts.
    every(Duration.ofMillis(EVALUATE_EVERY_MILLIS), this::evaluate);
    every(Heartbeats.lookEvery(sessionTimeout), this::lookAtHeartbeats);
  }

  private void every(Duration pause, Runnable work) {
    var millis = pause.toMillis();
    var unused =
        environment.timer().scheduleWithFixedDelay(work, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** The migrations this process serves, as they are now. */
  public Stream<Migration> migrations() {
    return owned.values().stream()
        .flatMap(o -> o.runners.values().stream())
        .map(MigrationRunner::migration);
  }

  @Override
  public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> added) {
    // Not only those added: what could not be taken over before is tried again.
    var partitions =
        consumer.assignment().stream().filter(p -> !owned.containsKey(p.partition())).toList();
    if (partitions.isEmpty()) {
      if (owned.isEmpty()) {
        LOG.info("stands by: another instance has every partition");
      }
      return;
    }
    var fresh = new HashMap<Integer, Ownership>();
    try {
      own(partitions, fresh, heartbeats(consumer)).forEach(consumer::seek);
      owned.putAll(fresh);
    } catch (RuntimeException e) {
      // Nothing is served half. After a rebalance they are still ours, and this is called again.
      LOG.error("could not take over partitions {}; trying again", partitions, e);
      fresh.values().forEach(MigrationLoop::end);
      consumer.enforceRebalance("taking over failed");
      return;
    }
    fresh.values().forEach(o -> o.reader.migrations().forEach(m -> serve(o, m)));
    LOG.info(
        "owns partitions {}, {} migrations",
        fresh.keySet(),
        fresh.values().stream().mapToInt(o -> o.runners.size()).sum());
  }

  private Heartbeats heartbeats(Consumer<?, ?> consumer) {
    var answered =
        consumer.metrics().entrySet().stream()
            .filter(metric -> metric.getKey().name().equals("heartbeat-total"))
            .findFirst()
            .orElseThrow()
            .getValue();
    return new Heartbeats(
        sessionTimeout, () -> ((Number) answered.metricValue()).longValue(), System::nanoTime);
  }

  /** Fences, then replays; returns where the live consumer goes on. */
  private Map<TopicPartition, Long> own(
      Collection<TopicPartition> partitions,
      Map<Integer, Ownership> fresh,
      BooleanSupplier heartbeats) {
    for (var fenced : fence(partitions).entrySet()) {
      var reader = new PartitionReader(codec, unreadable);
      fresh.put(fenced.getKey(), new Ownership(reader, fenced.getValue(), heartbeats));
    }
    return LogReplay.read(
        kafka.connection(),
        List.copyOf(partitions),
        r -> Objects.requireNonNull(fresh.get(r.partition())).reader.read(r));
  }

  /** All at once: a takeover takes as long as the slowest, a tenth of a second or so. */
  private Map<Integer, FencedAppender> fence(Collection<TopicPartition> partitions) {
    var fenced = new ConcurrentHashMap<Integer, FencedAppender>();
    try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
      var fencing =
          partitions.stream()
              .map(TopicPartition::partition)
              .map(p -> CompletableFuture.runAsync(() -> fenced.put(p, appender(p)), all))
              .toArray(CompletableFuture<?>[]::new);
      CompletableFuture.allOf(fencing).join();
      return fenced;
    } catch (RuntimeException e) {
      fenced.values().forEach(FencedAppender::close);
      throw e;
    }
  }

  private FencedAppender appender(int partition) {
    return new FencedAppender(
        kafka.connection(), saga.service(), partition, codec, environment.clock());
  }

  /** The group waits for this, so the next owner begins when our last call has ended. */
  @Override
  public void onPartitionsRevokedBeforeCommit(
      Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    giveUp(partitions, sessionTimeout.multipliedBy(2).dividedBy(3));
  }

  /** Kafka's client calls revoked after lost as well; giving up twice does nothing. */
  @Override
  public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    giveUp(partitions, Duration.ZERO);
  }

  private void giveUp(Collection<TopicPartition> partitions, Duration patience) {
    var given =
        partitions.stream()
            .flatMap(p -> Optional.ofNullable(owned.remove(p.partition())).stream())
            .toList();
    given.forEach(Ownership::end);
    try {
      for (var ownership : given) {
        ownership.awaitCalls(patience);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    given.forEach(MigrationLoop::end);
    LOG.info("gives up partitions {}", partitions);
  }

  private static void end(Ownership ownership) {
    ownership.end();
    ownership.appender.close();
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
        id ->
            new MigrationRunner(saga, migration, ownership.appender, ownership.lease, environment));
  }

  private void serve(Ownership ownership, Migration migration) {
    guarded(runner(ownership, migration), MigrationRunner::evaluate);
  }

  private void lookAtHeartbeats() {
    owned.values().forEach(o -> o.lease.held());
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
