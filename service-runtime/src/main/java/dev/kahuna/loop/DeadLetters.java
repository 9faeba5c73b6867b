package dev.kahuna.loop;

import dev.kahuna.log.Headers;
import dev.kahuna.log.PartitionReader;
import dev.kahuna.log.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets unreadable records aside unchanged, with the reason in their headers, and counts them.
 *
 * <p>Every service does this each time it reads such a record, during a replay too. The key is the
 * record's position and the topic is compacted, so one copy remains.
 */
public final class DeadLetters implements PartitionReader.UnreadableRecords {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  private final SampleProducer producer;
  private final Counter poison;
  private final Counter unknown;

  /**
   * Copies are sent with {@code producer}, which may lose them; the next replay sends them again.
   */
  public DeadLetters(SampleProducer producer, MeterRegistry meters) {
    this.producer = producer;
    // Registered at 0: an alarm on the first one needs a value before it.
    this.poison =
        Counter.builder("kahuna.events.poison")
            .description("Records that are no fact and were set aside, replays included")
            .register(meters);
    this.unknown =
        Counter.builder("kahuna.events.unknown")
            .description("Facts of a type that this version does not know, replays included")
            .register(meters);
  }

  @Override
  public void poison(ConsumerRecord<String, byte[]> unread, String reason) {
    poison.increment();
    var headers = new ArrayList<Header>();
    unread.headers().forEach(headers::add);
    headers.add(Headers.header("kahuna_reason", reason));
    headers.add(Headers.header("kahuna_migration", String.valueOf(unread.key())));
    var place = "%s-%d@%d".formatted(unread.topic(), unread.partition(), unread.offset());
    // Compaction treats a record without a value as a deletion.
    var value = unread.value() == null ? new byte[0] : unread.value();
    producer.send(
        new ProducerRecord<>(Topics.DEAD_LETTERS, null, place, value, headers),
        (metadata, failure) -> {
          if (failure != null) {
            LOG.error(
                "could not copy the unreadable record {} to the dead letters: {}",
                place,
                failure.getMessage());
          }
        });
  }

  @Override
  public void unknown(ConsumerRecord<String, byte[]> unread, String type) {
    unknown.increment();
  }
}
