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

/** Folds records into migrations. Not thread safe. */
public final class PartitionReader {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionReader.class);

  private final EventCodec codec;
  private final UnreadableRecords unreadable;
  private final Map<String, Migration> migrations = new TreeMap<>();

  /**
   * @param unreadable receives every record that is not a known fact
   */
  public PartitionReader(EventCodec codec, UnreadableRecords unreadable) {
    this.codec = codec;
    this.unreadable = unreadable;
  }

  /** Receives the records that cannot be folded. */
  public interface UnreadableRecords {
    /** The record is not a fact, or an incomplete one. */
    void poison(ConsumerRecord<String, byte[]> unread, String reason);

    /** The record is a fact of a type that this version does not know. */
    void unknown(ConsumerRecord<String, byte[]> unread, String type);
  }

  /** Folds one record and returns its migration with it. */
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
            LOG.debug("{}@{}: skipped, unknown type {}", id, next.offset(), type);
            unreadable.unknown(next, type);
            yield before;
          }
          case EventCodec.Decoded.Poison(var reason) -> {
            LOG.warn("{}@{}: set aside as unreadable: {}", id, next.offset(), reason);
            unreadable.poison(next, reason);
            yield before.withUnreadable();
          }
        };
    migrations.put(id, after);
    return after;
  }

  /** The migrations read so far, ordered by id. */
  public Collection<Migration> migrations() {
    return migrations.values();
  }
}
