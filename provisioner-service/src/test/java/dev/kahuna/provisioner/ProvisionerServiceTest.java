package dev.kahuna.provisioner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kahuna.event.HostRole;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.OperatorEvent.MigrationCancelled;
import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ProvisionerEvent.InfrastructureReleased;
import dev.kahuna.event.ProvisionerEvent.PreflightPassed;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.log.EventCodec;
import dev.kahuna.log.LogReplay;
import dev.kahuna.log.TestBroker;
import dev.kahuna.log.Topics;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole service, on a real broker: from the request to the release. */
class ProvisionerServiceTest {
  private final EventCodec codec = new EventCodec();

  @Test
  void aRequestBecomesHostsAndAClusterAndACancellationTakesThemAway(@TempDir Path directory)
      throws Exception {
    try (var cloud = new ProvisionerTestbed(directory);
        var source = TestPostgres.start();
        var broker = new TestBroker()) {
      source.execute("CREATE ROLE app LOGIN PASSWORD 'app'");
      cloud.herokuApp("shop", "postgres://app:app@" + source.endpoint());
      cloud.archiveBackup();
      var before = (Properties) System.getProperties().clone();
      aws(cloud).forEach(System::setProperty);
      try (var service = start(cloud, broker)) {
        assertThat(service.isRunning()).isTrue();
        say(broker, new MigrationRequested(Migrations.request(cloud)));
        var provisioned =
            until(
                broker,
                migration ->
                    migration.has(HostLaunched.class, HostRole.REPLICA.name())
                        && migration.has(HostLaunched.class, HostRole.STANDBY.name())
                        && migration.has(TargetCreated.class));
        assertThat(provisioned.has(PreflightPassed.class)).isTrue();
        assertThat(cloud.everBooted).hasSize(2);

        say(broker, new MigrationCancelled("a test"));
        until(broker, migration -> migration.has(InfrastructureReleased.class));
        assertThat(cloud.hosts).isEmpty();
        assertThat(cloud.clusters).isEmpty();
      } finally {
        System.setProperties(before);
      }
    }
  }

  private static ConfigurableApplicationContext start(ProvisionerTestbed cloud, TestBroker broker) {
    return new SpringApplicationBuilder(ProvisionerApplication.class)
        .run(
            "--server.port=0",
            "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
            "--kahuna.heroku.url=" + cloud.herokuUrl(),
            "--kahuna.recheck=100ms");
  }

  private static Map<String, String> aws(ProvisionerTestbed cloud) {
    return Map.of(
        "aws.endpointUrl", cloud.aws.endpoint().toString(),
        "aws.region", cloud.account.region(),
        "aws.accessKeyId", cloud.account.accessKeyId(),
        "aws.secretAccessKey", cloud.account.secretAccessKey());
  }

  private void say(TestBroker broker, MigrationEvent event)
      throws InterruptedException, ExecutionException, TimeoutException {
    try (var producer =
        new KafkaProducer<>(
            broker.connection(), new StringSerializer(), new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(Topics.EVENTS, "shop", codec.encode(event)))
          .get(10, TimeUnit.SECONDS);
    }
  }

  private Migration until(TestBroker broker, Predicate<Migration> reached) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> read(broker), reached);
  }

  private Migration read(TestBroker broker) {
    var partitions =
        IntStream.range(0, 12).mapToObj(i -> new TopicPartition(Topics.EVENTS, i)).toList();
    var read = new Migration[] {Migration.of("shop")};
    LogReplay.read(
        consumerSettings(broker),
        partitions,
        record -> {
          if (codec.decode(record.value()) instanceof EventCodec.Decoded.Known(var event)) {
            var logged = new LoggedEvent("shop", event, record.offset(), Instant.EPOCH, "test");
            read[0] = read[0].with(logged);
          }
        });
    return read[0];
  }

  private static Map<String, Object> consumerSettings(TestBroker broker) {
    return new HashMap<>(broker.connection());
  }
}
