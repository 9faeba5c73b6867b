package dev.kahuna.sandbox;

import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.log.EventCodec;
import dev.kahuna.log.Topics;
import dev.kahuna.request.RequestReader;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Says what an operator would say, to Kafka alone. */
final class Operator implements AutoCloseable {
  private final EventCodec codec = new EventCodec();
  private final KafkaProducer<String, byte[]> producer;

  Operator(String bootstrapServers) {
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /** Publishes a request. */
  void request(String yaml) throws Exception {
    switch (RequestReader.read(yaml)) {
      case RequestReader.Result.Refused(var problems) ->
          throw new IllegalStateException("the sandbox's own request: " + problems);
      case RequestReader.Result.Accepted(var id, var request) -> {
        var value = codec.encode(new MigrationRequested(request));
        var unused =
            producer.send(new ProducerRecord<>(Topics.EVENTS, id, value)).get(30, TimeUnit.SECONDS);
      }
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
