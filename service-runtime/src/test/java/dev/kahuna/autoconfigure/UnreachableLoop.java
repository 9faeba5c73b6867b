package dev.kahuna.autoconfigure;

import dev.kahuna.lease.SessionTiming;
import dev.kahuna.log.EventCodec;
import dev.kahuna.log.PartitionReader.UnreadableRecords;
import dev.kahuna.loop.KafkaClients;
import dev.kahuna.loop.MigrationLoop;
import dev.kahuna.step.FailureClassifier;
import dev.kahuna.step.Saga;
import dev.kahuna.step.StepEnvironment;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A loop that can't reach Kafka, so every takeover fails at once. */
final class UnreachableLoop {
  private UnreachableLoop() {}

  static MigrationLoop create(SessionTiming timing) {
    var meters = new SimpleMeterRegistry();
    return new MigrationLoop(
        Saga.of("no-step"),
        new EventCodec(),
        new KafkaClients(Map.of("bootstrap.servers", "no-port"), "no-step", meters),
        new StepEnvironment(
            Clock.systemUTC(),
            timing,
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory()),
            new FailureClassifier(failure -> Optional.empty()),
            meters,
            (migration, sample) -> {},
            text -> text),
        new UnreadableRecords() {
          @Override
          public void poison(ConsumerRecord<String, byte[]> unread, String reason) {}

          @Override
          public void unknown(ConsumerRecord<String, byte[]> unread, String type) {}
        });
  }
}
