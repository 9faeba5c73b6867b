package dev.kahuna.log;

import dev.kahuna.event.MigrationEvent;
import dev.kahuna.migration.LoggedEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Appends to one partition, fenced: its transactional id is that of the service and the partition,
 * so that making one takes the right to append from the instance that had it before.
 *
 * <p>Fencing protects the log, not the world: what the earlier instance has in flight elsewhere
 * goes on, which is why steps of a cutover settle after a takeover.
 */
final class FencedAppender implements Appender, AutoCloseable {
  private static final Duration APPEND_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final EventCodec codec;
  private final Clock clock;
  private final String service;
  private final int partition;
  private final Map<String, Object> config;
  // A transaction that is interrupted half way leaves nobody knowing; so no step's thread runs one.
  private final ExecutorService thread;
  private Producer<String, byte[]> producer;

  FencedAppender(
      Map<String, Object> common, String service, int partition, EventCodec codec, Clock clock) {
    this.codec = codec;
    this.clock = clock;
    this.service = service;
    this.partition = partition;
    this.config = new HashMap<>(common);
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, service + "-" + partition);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) APPEND_TIMEOUT.toMillis());
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) APPEND_TIMEOUT.toMillis());
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) APPEND_TIMEOUT.toMillis() / 2);
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) APPEND_TIMEOUT.toMillis());
    this.thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("append-" + partition).factory());
    this.producer = fence();
  }

  private Producer<String, byte[]> fence() {
    var fenced = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    try {
      fenced.initTransactions();
      return fenced;
    } catch (KafkaException e) {
      fenced.close(Duration.ZERO);
      throw e;
    }
  }

  @Override
  public LoggedEvent append(String migration, MigrationEvent event) {
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
      producer.beginTransaction();
      var sent =
          producer.send(
              new ProducerRecord<>(
                  Topics.EVENTS, partition, at.toEpochMilli(), migration, value, headers));
      producer.commitTransaction();
      RecordMetadata metadata = sent.get();
      return new LoggedEvent(migration, event, metadata.offset(), at, service);
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      throw lost(e);
    } catch (KafkaException | ExecutionException e) {
      throw startOver(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AppendFailed("interrupted while appending", e);
    }
  }

  /** A producer that failed once is of no use; a new one also ends the transaction of the old. */
  private RuntimeException startOver(Exception cause) {
    if (cause.getCause() instanceof ProducerFencedException
        || cause.getCause() instanceof InvalidProducerEpochException) {
      return lost(cause);
    }
    producer.close(Duration.ZERO);
    try {
      producer = fence();
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      return lost(e);
    } catch (KafkaException e) {
      cause.addSuppressed(e);
    }
    return new AppendFailed("Kafka did not acknowledge the fact: " + cause.getMessage(), cause);
  }

  private OwnershipLost lost(Exception cause) {
    return new OwnershipLost(
        "another instance of %s owns partition %d now".formatted(service, partition), cause);
  }

  @Override
  public void close() {
    thread.shutdown();
    producer.close(CLOSE_TIMEOUT);
  }
}
