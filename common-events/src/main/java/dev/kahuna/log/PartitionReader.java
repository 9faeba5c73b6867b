package dev.kahuna.log;

import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Folds records into migrations. Knows nothing of steps; not thread safe. */
public final class PartitionReader {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionReader.class);

  private final EventCodec codec;
  private final UnreadableRecords unreadable;
  private final Map<String, Migration> migrations = new TreeMap<>();

  /**
   * @param unreadable is told of every record that is no known fact
   */
  public PartitionReader(EventCodec codec, UnreadableRecords unreadable) {
    this.codec = codec;
    this.unreadable = unreadable;
  }

  /** Told of what could not be folded. */
  public interface UnreadableRecords {
    /** The record is no fact, or half of one. */
    void poison(ConsumerRecord<String, byte[]> unread, String reason);

    /** The record is a fact of a type that this version does not know. */
    void unknown(ConsumerRecord<String, byte[]> unread, String type);
  }

  /** Folds one record; returns its migration as it is now. */
  public Migration read(ConsumerRecord<String, byte[]> next) {
    var id = next.key() == null ? "" : next.key();
    var before = migrations.computeIfAbsent(id, Migration::of);
    var after =
        switch (codec.decode(next.value())) {
          case EventCodec.Decoded.Known(var event) ->
              before.with(
                  new LoggedEvent(
                      id,
                      event,
                      next.offset(),
                      Instant.ofEpochMilli(next.timestamp()),
                      Headers.source(next.headers())));
          case EventCodec.Decoded.Unknown(var type) -> {
            LOG.debug("{}@{}: unknown type {}, skipped", id, next.offset(), type);
            unreadable.unknown(next, type);
            yield before;
          }
          case EventCodec.Decoded.Poison(var reason) -> {
            LOG.warn("{}@{}: unreadable, set aside: {}", id, next.offset(), reason);
            unreadable.poison(next, reason);
            yield before.withUnreadable();
          }
        };
    migrations.put(id, after);
    return after;
  }

  /** The migrations met so far, by id. */
  public Collection<Migration> migrations() {
    return migrations.values();
  }
}
