package dev.kahuna.loop;

import dev.kahuna.log.EventCodec;
import dev.kahuna.log.Topics;
import dev.kahuna.telemetry.Telemetry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends samples; counts one that cannot be sent, and drops it. */
public final class TelemetryLog {
  private final SampleProducer producer;
  private final EventCodec codec;
  private final Counter lost;

  public TelemetryLog(SampleProducer producer, EventCodec codec, MeterRegistry meters) {
    this.producer = producer;
    this.codec = codec;
    this.lost =
        Counter.builder("kahuna.telemetry.lost")
            .description("Samples that Kafka did not take")
            .register(meters);
  }

  /** Sends a sample of a migration; neither waits nor throws. */
  public void send(String migration, Telemetry sample) {
    try {
      producer.send(
          new ProducerRecord<>(Topics.TELEMETRY, migration, codec.encode(sample)),
          (metadata, failure) -> {
            if (failure != null) {
              lost.increment();
            }
          });
    } catch (RuntimeException e) {
      lost.increment();
    }
  }
}
