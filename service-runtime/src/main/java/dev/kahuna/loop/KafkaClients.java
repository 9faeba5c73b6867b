package dev.kahuna.loop;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Configures all Kafka clients of a process: gives each its own name, and the producers metrics.
 *
 * @param connection bootstrap servers and security
 * @param service name of the service, with which the clients' names begin
 */
public record KafkaClients(Map<String, Object> connection, String service, MeterRegistry meters) {
  public KafkaClients {
    connection = Map.copyOf(connection);
  }

  /** A client for the topics themselves; the caller closes it. */
  Admin admin() {
    return Admin.create(named("admin"));
  }

  /** The connection of a client with this role, such as {@code replay}. */
  Map<String, Object> named(String role) {
    var config = new HashMap<>(connection);
    config.put(CommonClientConfigs.CLIENT_ID_CONFIG, service + "-" + role);
    return config;
  }

  /**
   * A producer for what may be lost: samples and copies of unreadable records. It waits half a
   * second for a broker at most, so an unreachable broker never delays a step.
   */
  MeteredProducer samples() {
    var config = named("samples");
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 500);
    config.put(ProducerConfig.ACKS_CONFIG, "1");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    return producer(config);
  }

  MeteredProducer producer(Map<String, Object> config) {
    return new MeteredProducer(config, meters);
  }
}
