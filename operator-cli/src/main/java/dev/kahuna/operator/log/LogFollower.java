package dev.kahuna.operator.log;

import dev.kahuna.log.EventCodec;
import dev.kahuna.log.PartitionReader;
import dev.kahuna.log.Topics;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.telemetry.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads all facts from the beginning, and samples from some time on, then follows both. It joins no
 * group and commits nothing. Not thread safe, but any thread may call {@link #stop}.
 */
public final class LogFollower implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(250);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

  private final EventCodec codec;
  private final PartitionReader reader;
  private final KafkaConsumer<String, byte[]> consumer;
  private final List<TopicPartition> partitions = new ArrayList<>();
  private final Map<String, Migration> migrations = new HashMap<>();
  private volatile boolean stopped;

  /** What was read. */
  public sealed interface Seen {
    /**
     * A new fact.
     *
     * @param after the migration with it
     */
    record Fact(LoggedEvent fact, Migration after) implements Seen {}

    /** A sample. */
    record Sample(String migration, Telemetry sample) implements Seen {}
  }

  /**
   * @param samplesSince from when on to read samples, too; empty for no samples
   */
  public LogFollower(
      Map<String, Object> connection, EventCodec codec, Optional<Instant> samplesSince) {
    var config = new HashMap<>(connection);
    config.remove(ConsumerConfig.GROUP_ID_CONFIG);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
    this.codec = codec;
    this.reader = new PartitionReader(codec, new Ignored());
    this.consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    var facts = partitionsOf(Topics.EVENTS);
    var samples =
        samplesSince.isEmpty() ? List.<TopicPartition>of() : partitionsOf(Topics.TELEMETRY);
    partitions.addAll(facts);
    partitions.addAll(samples);
    consumer.assign(partitions);
    consumer.seekToBeginning(facts);
    samplesSince.ifPresent(since -> seek(samples, since));
  }

  /** Only services set unreadable records aside. */
  private static final class Ignored implements PartitionReader.UnreadableRecords {
    @Override
    public void poison(ConsumerRecord<String, byte[]> unread, String reason) {
      // The migration counts it.
    }

    @Override
    public void unknown(ConsumerRecord<String, byte[]> unread, String type) {
      // A fact of a newer service.
    }
  }

  private List<TopicPartition> partitionsOf(String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(p -> new TopicPartition(topic, p.partition()))
        .toList();
  }

  private void seek(List<TopicPartition> samples, Instant since) {
    var wanted = new HashMap<TopicPartition, Long>();
    samples.forEach(p -> wanted.put(p, since.toEpochMilli()));
    consumer
        .offsetsForTimes(wanted)
        .forEach(
            (partition, found) -> {
              if (found == null) {
                consumer.seekToEnd(List.of(partition));
              } else {
                consumer.seek(partition, found.offset());
              }
            });
  }

  /** Every migration read so far, by id. */
  public Map<String, Migration> migrations() {
    return Collections.unmodifiableMap(migrations);
  }

  /** Reads up to the end that the log has when this is called. */
  public void catchUp(Consumer<Seen> each) {
    // Commit markers occupy offsets too, so compare positions, not the last record's offset.
    var left = new HashMap<>(consumer.endOffsets(partitions));
    while (!stopped && !left.isEmpty()) {
      left.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
      if (!left.isEmpty()) {
        poll(each);
      }
    }
  }

  /** Reads until {@link #stop}. */
  public void follow(Consumer<Seen> each) {
    while (!stopped) {
      poll(each);
    }
  }

  /** Lets {@link #follow} return within a quarter of a second. */
  public void stop() {
    stopped = true;
  }

  private void poll(Consumer<Seen> each) {
    StreamSupport.stream(consumer.poll(POLL).spliterator(), false)
        .sorted(Comparator.comparingLong(ConsumerRecord::timestamp))
        .map(this::read)
        .flatMap(Optional::stream)
        .forEach(each);
  }

  private Optional<Seen> read(ConsumerRecord<String, byte[]> next) {
    if (next.topic().equals(Topics.TELEMETRY)) {
      return Optional.ofNullable(next.value())
          .flatMap(codec::decodeTelemetry)
          .map(sample -> new Seen.Sample(String.valueOf(next.key()), sample));
    }
    var id = next.key() == null ? "" : next.key();
    var before = migrations.getOrDefault(id, Migration.of(id)).history().size();
    var migration = reader.read(next);
    migrations.put(id, migration);
    var history = migration.history();
    return history.size() > before
        ? Optional.of(new Seen.Fact(history.getLast(), migration))
        : Optional.empty();
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
  }
}
