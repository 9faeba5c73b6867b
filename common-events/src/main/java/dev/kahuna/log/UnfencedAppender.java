package dev.kahuna.log;

import dev.kahuna.event.MigrationEvent;
import dev.kahuna.migration.Appender;
import dev.kahuna.migration.LoggedEvent;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Appends for operators, who own no partition. Never throws {@link OwnershipLost}. */
public final class UnfencedAppender implements Appender, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final EventCodec codec;
  private final Clock clock;
  private final String source;
  private final Producer<String, byte[]> producer;

  /**
   * Connects at the first append.
   *
   * @param source who records the facts, as the log will name it
   */
  public UnfencedAppender(
      Map<String, Object> connection, String source, EventCodec codec, Clock clock) {
    this.codec = codec;
    this.clock = clock;
    this.source = source;
    var config = new HashMap<>(connection);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) PATIENCE.toMillis());
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis() / 2);
    this.producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
  }

  @Override
  public LoggedEvent append(String migration, MigrationEvent event) {
    var at = clock.instant();
    var headers = Headers.of(event, source, at);
    try {
      var appended =
          producer
              .send(
                  new ProducerRecord<>(
                      Topics.EVENTS,
                      null,
                      at.toEpochMilli(),
                      migration,
                      codec.encode(event),
                      headers))
              .get(PATIENCE.toSeconds() * 2, TimeUnit.SECONDS);
      return new LoggedEvent(migration, event, appended.offset(), at, source);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      throw new AppendFailed("Kafka did not acknowledge the fact: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AppendFailed("Interrupted while appending the fact", e);
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
  }
}
