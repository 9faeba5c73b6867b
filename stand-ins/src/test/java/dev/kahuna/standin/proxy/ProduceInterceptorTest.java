package dev.kahuna.standin.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kahuna.broker.EmbeddedBroker;
import dev.kahuna.standin.postgres.Loopback;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker behind the proxy, used by Kafka's own clients. */
class ProduceInterceptorTest {
  private static final String TOPIC = "facts";

  @TempDir private Path directory;

  @Test
  void theChosenRecordNeverArrivesAndOthersDo() throws Exception {
    var hold = new ProduceInterceptor();
    var behind = Loopback.freePort();
    try (var proxy = TcpProxy.to(new InetSocketAddress("127.0.0.1", behind), hold);
        var broker =
            new EmbeddedBroker(directory, new EmbeddedBroker.Detour(behind, proxy.port()))) {
      try (var first = producer(proxy)) {
        first.send(new ProducerRecord<>(TOPIC, "{\"type\":\"a\"}")).get();
        var held = hold.next("\"type\":\"b\"", "\"leg\":\"TO_AURORA\"");
        first.send(new ProducerRecord<>(TOPIC, "{\"type\":\"b\",\"leg\":\"TO_REPLICA\"}")).get();
        var unanswered =
            first.send(new ProducerRecord<>(TOPIC, "{\"type\":\"b\",\"leg\":\"TO_AURORA\"}"));
        await().until(held::isDone);
        assertThat(unanswered.isDone()).isFalse();
        first.close(Duration.ZERO);
      }
      try (var second = producer(proxy)) {
        second.send(new ProducerRecord<>(TOPIC, "{\"type\":\"c\"}")).get();
      }
      assertThat(records(broker))
          .containsExactly(
              "{\"type\":\"a\"}", "{\"type\":\"b\",\"leg\":\"TO_REPLICA\"}", "{\"type\":\"c\"}");
    }
  }

  private static KafkaProducer<String, String> producer(TcpProxy proxy) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", "127.0.0.1:" + proxy.port(), "max.block.ms", 20_000),
        new StringSerializer(),
        new StringSerializer());
  }

  private static List<String> records(EmbeddedBroker broker) {
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
            new StringDeserializer(),
            new StringDeserializer())) {
      var partition = new TopicPartition(TOPIC, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      var seen = new java.util.ArrayList<String>();
      await()
          .until(
              () -> {
                StreamSupport.stream(consumer.poll(Duration.ofMillis(100)).spliterator(), false)
                    .forEach(next -> seen.add(next.value()));
                return consumer.position(partition)
                    == consumer.endOffsets(List.of(partition)).get(partition);
              });
      return seen;
    }
  }
}
