package dev.kahuna.loop;

import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends records that may be lost, from its start until its end. */
public final class SampleProducer implements AutoCloseable {
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

  private final KafkaClients kafka;
  private volatile Optional<MeteredProducer> producer = Optional.empty();

  /** Reaches nothing before {@link #start}. */
  public SampleProducer(KafkaClients kafka) {
    this.kafka = kafka;
  }

  public synchronized void start() {
    producer = Optional.of(producer.orElseGet(() -> kafka.samples().showMetrics()));
  }

  /**
   * Sends a record in the background; it may be lost.
   *
   * @throws IllegalStateException if the producer is not started
   */
  void send(ProducerRecord<String, byte[]> sample, Callback sent) {
    var unused =
        producer
            .orElseThrow(() -> new IllegalStateException("the producer of samples is not started"))
            .client()
            .send(sample, sent);
  }

  @Override
  public synchronized void close() {
    producer.ifPresent(started -> started.close(CLOSE_TIMEOUT));
    producer = Optional.empty();
  }
}
