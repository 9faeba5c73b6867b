package dev.kahuna.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.Examples;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.log.EventCodec.Decoded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The wire format of facts is permanent: a change here breaks existing logs. */
class EventCodecTest {
  private static final Path APPROVED = Path.of("src/test/resources/approved-events.json");

  private final EventCodec codec = new EventCodec();
  private final JsonMapper json =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  @Test
  void everyFactLooksAsApproved() throws IOException {
    var actual =
        Examples.all().stream()
            .sorted(Comparator.comparing(event -> MigrationEvent.wireName(event.getClass())))
            .map(event -> json.readTree(codec.encode(event)))
            .map(json::writeValueAsString)
            .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
    var received = Path.of("target/received-events.json");
    Files.writeString(received, actual);
    assertThat(Files.exists(APPROVED) ? Files.readString(APPROVED) : "")
        .as("approve a new fact by copying %s to %s", received, APPROVED)
        .isEqualTo(actual);
  }

  @Test
  void thereIsAnExampleOfEveryFact() {
    var examples = Examples.all().stream().map(Object::getClass).collect(Collectors.toSet());
    assertThat(EventCodec.types(MigrationEvent.class)).isSubsetOf(examples);
  }

  @Test
  void everyFactIsDecodedAsItWasEncoded() {
    for (var event : Examples.all()) {
      assertThat(codec.decode(codec.encode(event))).isEqualTo(new Decoded.Known(event));
    }
  }

  @Test
  void aFieldOfANewerVersionIsIgnored() {
    for (var event : Examples.all()) {
      var tree = (ObjectNode) json.readTree(codec.encode(event));
      tree.put("fieldOfTheFuture", 1);
      assertThat(codec.decode(json.writeValueAsBytes(tree))).isEqualTo(new Decoded.Known(event));
    }
  }

  @Test
  void aMissingFieldIsRefused() {
    for (var event : Examples.all()) {
      for (var component : event.getClass().getRecordComponents()) {
        if (component.getType() == java.util.Optional.class) {
          continue;
        }
        var tree = (ObjectNode) json.readTree(codec.encode(event));
        tree.remove(component.getName());
        assertThat(codec.decode(json.writeValueAsBytes(tree)))
            .as("%s without %s", event, component.getName())
            .isInstanceOf(Decoded.Poison.class);
      }
    }
  }

  @Test
  void anUnknownTypeIsNotPoison() {
    assertThat(decode("{\"type\":\"app-teleported\"}"))
        .isEqualTo(new Decoded.Unknown("app-teleported"));
  }

  @Test
  void whatIsNotAFactIsPoison() {
    for (var text :
        new String[] {
          "", "hello", "[]", "{}", "{\"type\":7}", "{\"type\":\"pivot-reached\"", "null"
        }) {
      assertThat(decode(text)).as(text).isInstanceOf(Decoded.Poison.class);
    }
    assertThat(codec.decode(null)).isInstanceOf(Decoded.Poison.class);
  }

  private Decoded decode(String text) {
    return codec.decode(text.getBytes(StandardCharsets.UTF_8));
  }
}
