package dev.kahuna.loop;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.ListenerUtils;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Rereads the same records each time the listener throws, without limit. A skipped record would
 * leave a hole in a migration's state; reading a record twice does no harm.
 *
 * <p>The pause doubles from a tenth of a second to the longest one. Heartbeats continue meanwhile.
 */
public final class RepeatForever extends DefaultErrorHandler {
  private static final Logger LOG = LoggerFactory.getLogger(RepeatForever.class);
  private static final long FIRST_MILLIS = 100;

  private final Duration longest;
  private Map<TopicPartition, Long> failedAt = Map.of();
  private long pause = FIRST_MILLIS;

  /**
   * @param longest how long it pauses at most before it reads again
   */
  public RepeatForever(Duration longest) {
    this.longest = longest;
  }

  // One container with one thread calls this.
  @Override
  public void handleBatch(
      Exception failure,
      ConsumerRecords<?, ?> batch,
      Consumer<?, ?> consumer,
      MessageListenerContainer container,
      Runnable listener) {
    var first =
        batch.partitions().stream()
            .collect(Collectors.toMap(p -> p, p -> batch.records(p).getFirst().offset()));
    pause = first.equals(failedAt) ? Math.min(pause * 2, longest.toMillis()) : FIRST_MILLIS;
    failedAt = first;
    LOG.error(
        "could not process the records from {} on; they are read again in {} ms",
        first,
        pause,
        failure);
    first.forEach(consumer::seek);
    try {
      ListenerUtils.stoppableSleep(container, pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** As {@link #handleBatch} without a retry of its own: nothing is left of the batch. */
  @Override
  public <K, V> ConsumerRecords<K, V> handleBatchAndReturnRemaining(
      Exception failure,
      ConsumerRecords<?, ?> batch,
      Consumer<?, ?> consumer,
      MessageListenerContainer container,
      Runnable listener) {
    handleBatch(failure, batch, consumer, container, listener);
    return ConsumerRecords.empty();
  }

  /** A seek has the records read again; none counts as processed. */
  @Override
  public boolean isAckAfterHandle() {
    return false;
  }

  @Override
  public boolean handleOne(
      Exception failure,
      ConsumerRecord<?, ?> record,
      Consumer<?, ?> consumer,
      MessageListenerContainer container) {
    throw new IllegalStateException("The loop's listener takes batches", failure);
  }
}
