package dev.kahuna.log;

import dev.kahuna.event.MigrationEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** CloudEvents attributes in Kafka's binary mode: {@code ce_} headers beside the fact's JSON. */
public final class Headers {
  static final String SOURCE = "ce_source";

  private Headers() {}

  public static List<Header> of(MigrationEvent event, String source, Instant at) {
    return List.of(
        header("ce_specversion", "1.0"),
        header("ce_id", UUID.randomUUID().toString()),
        header("ce_type", MigrationEvent.wireName(event.getClass())),
        header(SOURCE, source),
        header("ce_time", at.toString()),
        header("content-type", "application/json"));
  }

  public static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
  }

  static String source(org.apache.kafka.common.header.Headers headers) {
    var header = headers.lastHeader(SOURCE);
    return header == null ? "unknown" : new String(header.value(), StandardCharsets.UTF_8);
  }
}
