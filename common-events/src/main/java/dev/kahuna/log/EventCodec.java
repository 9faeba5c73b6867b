package dev.kahuna.log;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.telemetry.Telemetry;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Facts and samples as JSON.
 *
 * <p>Unknown fields are ignored and missing ones refused, so that services of adjacent versions
 * understand each other and nobody acts on an incomplete fact.
 */
public final class EventCodec {
  private static final Set<String> KNOWN =
      types(MigrationEvent.class).map(EventCodec::name).collect(Collectors.toUnmodifiableSet());

  private final JsonMapper json =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .registerSubtypes(types(MigrationEvent.class).toArray(Class<?>[]::new))
          .registerSubtypes(types(Telemetry.class).toArray(Class<?>[]::new))
          .build();

  /** What a record holds. */
  public sealed interface Decoded {
    /** A fact. */
    record Known(MigrationEvent event) implements Decoded {}

    /** A fact of a type that this version does not know, such as a newer service's; skipped. */
    record Unknown(String type) implements Decoded {}

    /** No fact, or an incomplete one. */
    record Poison(String reason) implements Decoded {}
  }

  /** A fact's JSON, UTF-8. */
  public byte[] encode(MigrationEvent event) {
    return json.writerFor(MigrationEvent.class).writeValueAsBytes(event);
  }

  /** A sample's JSON, UTF-8. */
  public byte[] encode(Telemetry sample) {
    return json.writerFor(Telemetry.class).writeValueAsBytes(sample);
  }

  /** Reads a record's value; {@code null} is poison, because facts cannot be deleted. */
  public Decoded decode(byte @org.jspecify.annotations.Nullable [] value) {
    if (value == null) {
      return new Decoded.Poison("the record has no value");
    }
    try {
      JsonNode tree = json.readTree(value);
      var type = tree.path("type").isString() ? tree.path("type").stringValue() : "";
      if (type.isEmpty()) {
        return new Decoded.Poison("the record is not a JSON object with a \"type\"");
      }
      if (!KNOWN.contains(type)) {
        return new Decoded.Unknown(type);
      }
      return new Decoded.Known(json.treeToValue(tree, MigrationEvent.class));
    } catch (JacksonException | IllegalArgumentException e) {
      return new Decoded.Poison(firstLine(e));
    }
  }

  /** Reads a sample; empty if its type is unknown or it is broken, as samples are expendable. */
  public java.util.Optional<Telemetry> decodeTelemetry(byte[] value) {
    try {
      return java.util.Optional.of(json.readValue(value, Telemetry.class));
    } catch (JacksonException e) {
      return java.util.Optional.empty();
    }
  }

  /** Every concrete type below a sealed interface. */
  public static Stream<Class<?>> types(Class<?> sealed) {
    return sealed.isSealed()
        ? Arrays.stream(sealed.getPermittedSubclasses()).flatMap(EventCodec::types).distinct()
        : Stream.of(sealed);
  }

  private static String name(Class<?> type) {
    return type.getAnnotation(JsonTypeName.class).value();
  }

  private static String firstLine(Exception e) {
    var message = String.valueOf(e.getMessage());
    return message.lines().findFirst().orElse(e.getClass().getSimpleName());
  }
}
