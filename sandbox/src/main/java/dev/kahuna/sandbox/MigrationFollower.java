package dev.kahuna.sandbox;

import dev.kahuna.log.EventCodec;
import dev.kahuna.log.PartitionReader;
import dev.kahuna.log.Topics;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.telemetry.Telemetry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads both topics as any outsider can, and knows at each moment how a migration stands. */
final class MigrationFollower implements AutoCloseable {
  private final String id;
  private final Listener listener;
  private final EventCodec codec = new EventCodec();
  private final KafkaConsumer<String, byte[]> consumer;
  private final Thread thread;
  private Migration migration;

  /** Is told of everything new, in one thread. */
  interface Listener {
    /** A new fact; {@code now} is the migration with it. */
    void fact(LoggedEvent fact, Migration now);

    /** A sample. */
    void sample(Telemetry sample);
  }

  /** Begins with the oldest record. */
  MigrationFollower(String bootstrapServers, String id, Listener listener) {
    this.id = id;
    this.listener = listener;
    this.migration = Migration.of(id);
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "enable.auto.commit",
                false,
                "fetch.max.wait.ms",
                100),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    this.thread = Thread.ofPlatform().daemon().name("follower").start(this::follow);
  }

  private void follow() {
    var partitions =
        Stream.of(Topics.EVENTS, Topics.TELEMETRY)
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    var reader = new PartitionReader(codec, new Ignored());
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    try (consumer) {
      while (!Thread.currentThread().isInterrupted()) {
        consumer.poll(Duration.ofMillis(200)).forEach(next -> take(reader, next));
      }
    } catch (WakeupException e) {
      // Closed.
    }
  }

  private void take(PartitionReader reader, ConsumerRecord<String, byte[]> next) {
    if (!id.equals(next.key())) {
      return;
    }
    if (next.topic().equals(Topics.TELEMETRY)) {
      codec.decodeTelemetry(next.value()).ifPresent(listener::sample);
      return;
    }
    var before = migration();
    var now = reader.read(next);
    synchronized (this) {
      migration = now;
      notifyAll();
    }
    var known = before.history().size();
    now.history().stream().skip(known).forEach(fact -> listener.fact(fact, now));
  }

  /** The migration as it stands. */
  synchronized Migration migration() {
    return migration;
  }

  /**
   * Waits until the migration stands as wanted.
   *
   * @throws TimeoutException if it does not within the time
   */
  synchronized Migration await(Duration limit, Predicate<Migration> wanted)
      throws InterruptedException, TimeoutException {
    var deadline = System.nanoTime() + limit.toNanos();
    while (!wanted.test(migration)) {
      var left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0) {
        throw new TimeoutException(
            "%s got no further within %d s".formatted(migration, limit.toSeconds()));
      }
      wait(left);
    }
    return migration;
  }

  @Override
  public void close() {
    consumer.wakeup();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What nobody can read is the services' business. */
  private static final class Ignored implements PartitionReader.UnreadableRecords {
    @Override
    public void poison(ConsumerRecord<String, byte[]> unread, String reason) {}

    @Override
    public void unknown(ConsumerRecord<String, byte[]> unread, String type) {}
  }
}
