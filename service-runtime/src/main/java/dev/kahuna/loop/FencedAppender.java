package dev.kahuna.loop;

import dev.kahuna.event.MigrationEvent;
import dev.kahuna.lease.SessionTiming;
import dev.kahuna.log.EventCodec;
import dev.kahuna.log.Headers;
import dev.kahuna.log.Topics;
import dev.kahuna.migration.Appender;
import dev.kahuna.migration.LoggedEvent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/**
 * Appends to one partition, fenced: its transactional id is made of the service and the partition,
 * so a new producer takes the right to append away from the previous instance.
 *
 * <p>Fencing protects the log only. The {@link dev.kahuna.lease.Lease} protects what the earlier
 * instance could change elsewhere.
 */
final class FencedAppender implements Appender, AutoCloseable {
  private static final Duration APPEND_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

  private final EventCodec codec;
  private final Clock clock;
  private final SessionTiming timing;
  private final KafkaClients kafka;
  private final String service;
  private final int partition;
  private final Map<String, Object> config;
  // The outcome of an interrupted transaction is unknown, so no step's thread runs one.
  private final ExecutorService thread;
  private Optional<MeteredProducer> producer;
  private Instant notBefore = Instant.MIN;
  private volatile boolean closed;

  FencedAppender(
      KafkaClients kafka,
      String service,
      int partition,
      EventCodec codec,
      Clock clock,
      SessionTiming timing) {
    this.kafka = kafka;
    this.codec = codec;
    this.clock = clock;
    this.timing = timing;
    this.service = service;
    this.partition = partition;
    this.config = config(kafka, service, partition);
    this.thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("append-" + partition).factory());
    this.producer = Optional.of(fence());
  }

  private static Map<String, Object> config(KafkaClients kafka, String service, int partition) {
    var config = kafka.named("append-" + partition);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, service + "-" + partition);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) APPEND_TIMEOUT.toMillis());
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) APPEND_TIMEOUT.toMillis());
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) APPEND_TIMEOUT.toMillis() / 2);
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) APPEND_TIMEOUT.toMillis());
    return config;
  }

  private MeteredProducer fence() {
    var fenced = kafka.producer(config);
    try {
      fenced.client().initTransactions();
      return fenced.showMetrics();
    } catch (KafkaException e) {
      fenced.close(Duration.ZERO);
      throw e;
    }
  }

  @Override
  public LoggedEvent append(String migration, MigrationEvent event) {
    if (closed) {
      throw new OwnershipLost("partition %d has been given up".formatted(partition));
    }
    var appended = thread.submit(() -> transact(migration, event));
    var interrupted = false;
    try {
      while (true) {
        try {
          return appended.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          if (e.getCause() instanceof RuntimeException failure) {
            throw failure;
          }
          throw new AppendFailed("append failed", e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private LoggedEvent transact(String migration, MigrationEvent event) {
    var at = clock.instant();
    var value = codec.encode(event);
    var headers = Headers.of(event, service, at);
    try {
      var fenced = producer().client();
      fenced.beginTransaction();
      var sent =
          fenced.send(
              new ProducerRecord<>(
                  Topics.EVENTS, partition, at.toEpochMilli(), migration, value, headers));
      fenced.commitTransaction();
      return new LoggedEvent(migration, event, sent.get().offset(), at, service);
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw lost(e);
    } catch (KafkaException | IllegalStateException | ExecutionException e) {
      if (isFenced(e.getCause())) {
        throw lost(e);
      }
      discard(AFTER_FAILURE);
      throw new AppendFailed("Kafka did not acknowledge the fact: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AppendFailed("interrupted while appending", e);
    }
  }

  /**
   * The producer, made again some time after a failure. Making one takes the fence from its holder;
   * a process that was paused needs time first to learn that it has lost the partition.
   */
  private MeteredProducer producer() {
    if (closed) {
      throw new OwnershipLost("partition %d has been given up".formatted(partition));
    }
    if (producer.isEmpty() && clock.instant().isBefore(notBefore)) {
      throw new OwnershipLost(
          "this instance does not hold the fence of partition %d now".formatted(partition));
    }
    var current = producer.orElseGet(this::fence);
    producer = Optional.of(current);
    return current;
  }

  /** A producer that failed once is useless; the next one ends its transaction. */
  private void discard(Duration pause) {
    producer.ifPresent(failed -> failed.close(Duration.ZERO));
    producer = Optional.empty();
    notBefore = clock.instant().plus(pause);
  }

  private static boolean isFenced(@Nullable Throwable cause) {
    return cause instanceof ProducerFencedException
        || cause instanceof InvalidProducerEpochException;
  }

  private OwnershipLost lost(Exception cause) {
    discard(timing.beforeFencingAgain());
    return new OwnershipLost(
        "another instance of %s owns partition %d now".formatted(service, partition), cause);
  }

  /** Closes after the append under way, if any, and accepts no more. */
  @Override
  public void close() {
    closed = true;
    thread.execute(() -> producer.ifPresent(open -> open.close(CLOSE_TIMEOUT)));
    thread.shutdown();
  }
}
