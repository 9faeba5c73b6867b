package dev.kahuna.log;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads partitions from the beginning to the end that they have when the reading starts. */
public final class LogReplay {
  private static final Duration POLL = Duration.ofMillis(500);

  private LogReplay() {}

  /**
   * Hands every committed record to {@code each}, in order within a partition.
   *
   * @param common connection settings; the consumer joins no group and commits nothing
   * @return for each partition, the offset from which a live consumer continues
   */
  public static Map<TopicPartition, Long> read(
      Map<String, Object> common,
      List<TopicPartition> partitions,
      Consumer<ConsumerRecord<String, byte[]>> each) {
    try (var consumer =
        new KafkaConsumer<>(
            config(common), new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      // Commit markers occupy offsets too, so compare the position, not the last record's offset.
      var left = new HashMap<>(consumer.endOffsets(partitions));
      var positions = new HashMap<TopicPartition, Long>();
      while (!left.isEmpty()) {
        partitions.forEach(p -> positions.put(p, consumer.position(p)));
        left.entrySet().removeIf(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
        if (!left.isEmpty()) {
          consumer.poll(POLL).forEach(each);
        }
      }
      return positions;
    }
  }

  private static Map<String, Object> config(Map<String, Object> common) {
    var config = new HashMap<>(common);
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    return config;
  }
}
