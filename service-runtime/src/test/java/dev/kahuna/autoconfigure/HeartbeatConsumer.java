package dev.kahuna.autoconfigure;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** Kafka's own consumer for tests, with the number of answered heartbeats that the loop reads. */
final class HeartbeatConsumer extends MockConsumer<String, byte[]> {
  private final AtomicLong answered = new AtomicLong(1);

  HeartbeatConsumer() {
    super("earliest");
  }

  /** Counts one more answered heartbeat. */
  void answer() {
    answered.incrementAndGet();
  }

  @Override
  public synchronized Map<MetricName, ? extends Metric> metrics() {
    var name = new MetricName("heartbeat-total", "consumer-coordinator-metrics", "", Map.of());
    return Map.of(
        name,
        new Metric() {
          @Override
          public MetricName metricName() {
            return name;
          }

          @Override
          public Object metricValue() {
            return answered.get();
          }
        });
  }
}
