package dev.kahuna.loop;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A producer whose metrics are visible from {@link #showMetrics} until it is closed. */
final class MeteredProducer {
  private final Producer<String, byte[]> producer;
  private final KafkaClientMetrics metrics;
  private final MeterRegistry meters;

  MeteredProducer(Map<String, Object> config, MeterRegistry meters) {
    this.producer = new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    this.metrics = new KafkaClientMetrics(producer);
    this.meters = meters;
  }

  Producer<String, byte[]> client() {
    return producer;
  }

  MeteredProducer showMetrics() {
    metrics.bindTo(meters);
    return this;
  }

  /** Takes the metrics away and closes the producer, within this time. */
  void close(Duration limit) {
    metrics.close();
    producer.close(limit);
  }
}
