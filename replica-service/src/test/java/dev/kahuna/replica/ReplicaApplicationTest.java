package dev.kahuna.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kahuna.broker.EmbeddedBroker;
import dev.kahuna.event.Examples;
import dev.kahuna.event.HostRole;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ReplicaEvent.HostPrepared;
import dev.kahuna.event.StepFailed;
import dev.kahuna.failure.FailureKind;
import dev.kahuna.log.EventCodec;
import dev.kahuna.log.Topics;
import dev.kahuna.loop.MigrationLoop;
import dev.kahuna.request.SecretRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;

/** The service as it is started, on a real broker. */
class ReplicaApplicationTest {
  private static final String MIGRATION = "shop-2026";
  private static final String STEP = "restore-base-backup";

  @Test
  void takesUpWhatIsDueAndSaysWhatTheOperatorMustMend(@TempDir Path directory) throws Exception {
    try (var broker = new EmbeddedBroker(directory);
        var service =
            SpringApplication.run(
                ReplicaApplication.class,
                "--server.port=0",
                "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers())) {
      append(
          broker,
          new MigrationRequested(Examples.request()),
          new HostLaunched(
              HostRole.REPLICA,
              "i-0a",
              "vol-0a",
              "127.0.0.1",
              "127.0.0.1",
              "ubuntu",
              new SecretRef("env:KAHUNA_TEST_NOT_SET"),
              List.of()),
          new HostPrepared(
              HostRole.REPLICA, "certificate", new SecretRef("env:KAHUNA_TEST_NOT_SET")));

      var loop = service.getBean(MigrationLoop.class);
      await().atMost(Duration.ofSeconds(60)).until(() -> failure(loop).isPresent());
      var failure = failure(loop).orElseThrow();
      assertThat(failure.kind()).isEqualTo(FailureKind.REJECTED);
      assertThat(failure.reason()).contains("env:KAHUNA_TEST_NOT_SET");
    }
  }

  private static Optional<StepFailed> failure(MigrationLoop loop) {
    return loop.migrations().flatMap(m -> m.find(StepFailed.class, STEP).stream()).findFirst();
  }

  private static void append(EmbeddedBroker broker, MigrationEvent... facts) {
    var codec = new EventCodec();
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      for (var fact : facts) {
        producer.send(new ProducerRecord<>(Topics.EVENTS, MIGRATION, codec.encode(fact)));
      }
    }
  }
}
