package dev.kahuna.loop;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The settings by which all clients of a process reach Kafka.
 *
 * @param connection bootstrap servers and security
 */
public record KafkaClients(Map<String, Object> connection) {

  /**
   * A producer for what may be lost: samples and copies of unreadable records. It waits half a
   * second for a broker at most, so that a broker's absence never holds up a step.
   */
  public Producer<String, byte[]> samples() {
    var config = new HashMap<>(connection);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 500);
    config.put(ProducerConfig.ACKS_CONFIG, "1");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
  }
}
