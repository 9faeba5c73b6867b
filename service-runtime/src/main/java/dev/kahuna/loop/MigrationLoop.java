package dev.kahuna.loop;

import dev.kahuna.log.EventCodec;
import dev.kahuna.log.PartitionReader;
import dev.kahuna.log.Topics;
import dev.kahuna.migration.Migration;
import dev.kahuna.step.Saga;
import dev.kahuna.step.StepEnvironment;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
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
 * <p>When Kafka assigns a partition, the loop first fences the instance before, then replays the
 * log, which only folds, and then starts what is due, off the thread that polls. When the partition
 * is taken away, the loop ends its steps and forgets everything about it. What a step calls, it
 * calls under a {@link dev.kahuna.lease.Lease} that ends before Kafka hands the partition to
 * another instance.
 */
public final class MigrationLoop implements ConsumerAwareRebalanceListener {
  /** Name of the listener's container. */
  public static final String LISTENER = "migration-loop";

  private static final Logger LOG = LoggerFactory.getLogger(MigrationLoop.class);
  private static final Duration EVALUATE_EVERY = Duration.ofMillis(500);

  private final KafkaClients kafka;
  private final StepEnvironment environment;
  private final Takeover takeover;
  private final Map<Integer, Ownership> owned = new ConcurrentHashMap<>();
  private final List<ScheduledFuture<?>> timers = new CopyOnWriteArrayList<>();
  private volatile Optional<Heartbeats> heartbeats = Optional.empty();
  private volatile LoopState assignment = LoopState.STARTING;

  /** Reaches nothing before {@link #start}; owns nothing before the listener's container starts. */
  public MigrationLoop(
      Saga saga,
      EventCodec codec,
      KafkaClients kafka,
      StepEnvironment environment,
      PartitionReader.UnreadableRecords unreadable) {
    this.kafka = kafka;
    this.environment = environment;
    this.takeover = new Takeover(saga, codec, kafka, environment, unreadable);
  }

  /**
   * Creates or checks the topics and starts the timers. Start the container after this.
   *
   * @throws IllegalStateException if Kafka does not answer or a topic would lose facts
   */
  public void start() {
    try (var admin = kafka.admin()) {
      Topics.ensure(admin);
    }
    // Gates open with time as well as with facts.
    every(EVALUATE_EVERY, this::evaluate);
    every(Heartbeats.lookEvery(environment.timing()), this::lookAtHeartbeats);
  }

  /** Ends the timers. Stop the container first: that gives the partitions up. */
  public void stop() {
    timers.forEach(timer -> timer.cancel(false));
    timers.clear();
  }

  private void every(Duration pause, Runnable work) {
    var millis = pause.toMillis();
    timers.add(
        environment.timer().scheduleWithFixedDelay(work, millis, millis, TimeUnit.MILLISECONDS));
  }

  /** The migrations this process serves, as they are now. */
  public Stream<Migration> migrations() {
    return owned.values().stream().flatMap(Ownership::migrations);
  }

  /** The state of the loop while its container runs. */
  public LoopState state() {
    var heard = heartbeats.map(Heartbeats::getAsBoolean).orElse(true);
    return heard ? assignment : LoopState.UNANSWERED;
  }

  @Override
  public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> added) {
    // Reset at each assignment, which is itself an answer; heartbeats pause while the group
    // decides.
    var heard = heartbeats(consumer);
    heartbeats = Optional.of(heard);
    // Includes partitions whose takeover failed earlier, not only those just added.
    var partitions =
        consumer.assignment().stream().filter(p -> !owned.containsKey(p.partition())).toList();
    if (partitions.isEmpty()) {
      assignment = owned.isEmpty() ? LoopState.STANDS_BY : LoopState.OWNS_PARTITIONS;
      if (owned.isEmpty()) {
        LOG.info("stands by: another instance has every partition");
      }
      return;
    }
    try {
      var taken = takeover.of(partitions, heard, consumer::seek);
      owned.putAll(taken);
      var migrations = taken.values().stream().mapToInt(Ownership::serveAll).sum();
      assignment = LoopState.OWNS_PARTITIONS;
      LOG.info("owns partitions {}, {} migrations", taken.keySet(), migrations);
    } catch (RuntimeException e) {
      // No partition is served in part. After a rebalance they are still ours, and this is called
      // again.
      assignment = LoopState.TAKEOVER_FAILS;
      LOG.error("could not take over partitions {}; trying again", partitions, e);
      consumer.enforceRebalance("taking over failed");
    }
  }

  private Heartbeats heartbeats(Consumer<?, ?> consumer) {
    var answered =
        consumer.metrics().entrySet().stream()
            .filter(metric -> metric.getKey().name().equals("heartbeat-total"))
            .findFirst()
            .orElseThrow()
            .getValue();
    return new Heartbeats(
        environment.timing(),
        () -> ((Number) answered.metricValue()).longValue(),
        System::nanoTime);
  }

  /** The group waits for this, so the next owner begins when our last call has ended. */
  @Override
  public void onPartitionsRevokedBeforeCommit(
      Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    giveUp(partitions, environment.timing().patience(), "the group assigns them anew");
  }

  /** Kafka's client calls revoked after lost as well; giving up twice does nothing. */
  @Override
  public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    giveUp(
        partitions,
        Duration.ZERO,
        "Kafka has not heard from this instance for %d s; what it was doing begins again"
            .formatted(environment.timing().session().toSeconds()));
  }

  private void giveUp(Collection<TopicPartition> partitions, Duration patience, String reason) {
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
    given.forEach(Ownership::close);
    if (owned.isEmpty()) {
      assignment = LoopState.STARTING;
    }
    if (!given.isEmpty()) {
      LOG.info("gives up partitions {}: {}", partitions, reason);
    }
  }

  /** Folds new records and passes them to the runners. */
  @KafkaListener(id = LISTENER, idIsGroup = false, topics = Topics.EVENTS, batch = "true")
  public void onRecords(List<ConsumerRecord<String, byte[]>> records) {
    for (var next : records) {
      Optional.ofNullable(owned.get(next.partition())).ifPresent(o -> o.read(next));
    }
  }

  private void lookAtHeartbeats() {
    owned.values().forEach(Ownership::lookAtLease);
    var unused = heartbeats.map(Heartbeats::getAsBoolean);
  }

  private void evaluate() {
    owned.values().forEach(Ownership::evaluate);
  }
}
