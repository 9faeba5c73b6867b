package dev.kahuna.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kahuna.event.Examples;
import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.event.ReplicaEvent.SchemaCopied;
import dev.kahuna.fault.Survives;
import dev.kahuna.log.EventCodec;
import dev.kahuna.log.TestBroker;
import dev.kahuna.log.Topics;
import dev.kahuna.migration.Migration;
import dev.kahuna.settings.InvalidSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;

/** A whole service in the test's JVM, on a real broker. */
class LoopServiceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PARTITION = 3;

  @Survives(
      fault = 52,
      done = "the listener throws twelve times on one record, with facts before and after it",
      held =
          "the record is read again each time; no fact is skipped, their order is kept and every"
              + " migration continues")
  @Test
  void noFactIsSkippedHoweverOftenTheListenerThrows() {
    try (var broker = new TestBroker();
        var service = LoopOfOneStep.start(broker.bootstrapServers())) {
      var loop = service.getBean(MigrationLoop.class);
      await().atMost(PATIENCE).until(() -> loop.state() == LoopState.OWNS_PARTITIONS);
      LoopOfOneStep.FAILURES_LEFT.set(12);
      LoopOfOneStep.POISON_AT.clear();
      send(broker, "a-0", "no fact at all", "a-1", "a-2");
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(LoopOfOneStep.FAILURES_LEFT).hasValue(0);
                assertThat(loop.migrations().filter(m -> m.has(SchemaCopied.class)))
                    .extracting(m -> m.id())
                    .containsExactlyInAnyOrder("a-0", "a-1", "a-2");
              });
      assertThat(LoopOfOneStep.POISON_AT).hasSize(13).containsOnly(1L);
      assertThat(loop.migrations())
          .allSatisfy(m -> assertThat(offsets(m)).isSorted().doesNotHaveDuplicates().hasSize(2))
          .extracting(m -> offsets(m).getFirst())
          .containsExactlyInAnyOrder(0L, 2L, 3L);
    }
  }

  @Survives(
      fault = 61,
      done = "a step takes every carrier of virtual threads until the log holds a later request",
      held =
          "the service reads the request and answers its health check; it keeps the partitions and"
              + " does not begin the step again")
  @Test
  void aStepThatNeverWaitsKeepsNothingElseWaiting() throws Exception {
    try (var broker = new TestBroker();
        var service = LoopOfOneStep.start(broker.bootstrapServers())) {
      var loop = service.getBean(MigrationLoop.class);
      await().atMost(PATIENCE).until(() -> loop.state() == LoopState.OWNS_PARTITIONS);
      send(broker, LoopOfOneStep.BUSY);
      await().atMost(PATIENCE).untilTrue(LoopOfOneStep.IS_BUSY);
      send(broker, "later");
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(loop.migrations()).anyMatch(m -> m.id().equals("later")));
      assertThat(health(service, "readiness").statusCode()).isEqualTo(200);
      LoopOfOneStep.IS_BUSY.set(false);
      await()
          .atMost(PATIENCE)
          .until(() -> loop.migrations().filter(m -> m.has(SchemaCopied.class)).count() == 2);
      assertThat(loop.migrations().map(m -> offsets(m).size())).containsOnly(2);
    } finally {
      LoopOfOneStep.IS_BUSY.set(false);
    }
  }

  @Test
  void aServiceIsReadyWhenItsLoopIsAndAliveAnyway() throws Exception {
    try (var broker = new TestBroker();
        var service = LoopOfOneStep.start(broker.bootstrapServers())) {
      await().atMost(PATIENCE).until(() -> health(service, "readiness").statusCode() == 200);
      assertThat(service.getBean(MeterRegistry.class).getMeters())
          .anyMatch(meter -> "one-step-append-3".equals(meter.getId().getTag("client.id")))
          .anyMatch(meter -> "one-step-samples".equals(meter.getId().getTag("client.id")));
      LoopOfOneStep.REMINDED.set(0);
      await().atMost(PATIENCE).until(() -> LoopOfOneStep.REMINDED.get() > 1);

      service.getBean(KafkaListenerEndpointRegistry.class).stop();
      assertThat(health(service, "readiness").statusCode()).isEqualTo(503);
      assertThat(health(service, "liveness").statusCode()).isEqualTo(200);
      assertThat(service.getBean(MeterRegistry.class).getMeters())
          .noneMatch(meter -> "one-step-append-3".equals(meter.getId().getTag("client.id")));
    }
  }

  @Test
  void aServiceThatKafkaLeavesIsAliveAndNotReady() throws Exception {
    var broker = new TestBroker();
    try (var service = LoopOfOneStep.start(broker.bootstrapServers())) {
      await().atMost(PATIENCE).until(() -> health(service, "readiness").statusCode() == 200);
      broker.close();
      await().atMost(PATIENCE).until(() -> health(service, "readiness").statusCode() == 503);
      assertThat(service.getBean(MigrationLoop.class).state()).isEqualTo(LoopState.UNANSWERED);
      assertThat(health(service, "liveness").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aTimeOutThatDoesNotFitTheSessionIsRefusedBeforeAnythingStarts() {
    assertThatThrownBy(() -> LoopOfOneStep.start("127.0.0.1:1", "kahuna.heroku.timeout=5s"))
        .rootCause()
        .isInstanceOf(InvalidSettings.class)
        .hasMessageStartingWith("kahuna.heroku.timeout is 5.0 s and must be")
        .hasMessageContaining("set it to 4.0 s or less");
  }

  @Test
  void aServiceWithTimeOutsThatBreakTheLeaseExitsAndSaysWhatToChange() throws Exception {
    var output = Path.of("target", "loop-process-wrong-timing.log");
    var service =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LoopProcess.class.getName(),
                "--spring.config.import=classpath:kahuna-service.yaml",
                "--spring.application.name=loop-process",
                "--spring.kafka.bootstrap-servers=127.0.0.1:1",
                "--spring.kafka.consumer.properties.heartbeat.interval.ms=2000",
                "--kahuna.heroku.timeout=5s",
                "--server.port=0")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(service.waitFor(PATIENCE)).isTrue();
      assertThat(service.exitValue()).isNotZero();
      assertThat(output)
          .content()
          .contains(
              "The settings of this service cannot work, so it does not start.",
              "set spring.kafka.consumer.properties[heartbeat.interval.ms] to 1000 or less.",
              "kahuna.heroku.timeout is 5.0 s",
              "set it to 4.0 s or less")
          .doesNotContain("\tat dev.kahuna");
    } finally {
      service.destroyForcibly();
    }
  }

  @Test
  void theBeansCanBeInspectedWithoutKafka() {
    try (var service =
        LoopOfOneStep.start("127.0.0.1:1", "spring.kafka.listener.auto-startup=false")) {
      assertThat(service.getBean(MigrationLoop.class).state()).isEqualTo(LoopState.STARTING);
    }
  }

  private static List<Long> offsets(Migration migration) {
    return migration.history().stream().map(fact -> fact.offset()).toList();
  }

  private static HttpResponse<String> health(ConfigurableApplicationContext service, String group)
      throws IOException, InterruptedException {
    var port = service.getEnvironment().getRequiredProperty("local.server.port");
    var url = "http://127.0.0.1:%s/actuator/health/%s".formatted(port, group);
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build(),
          BodyHandlers.ofString());
    }
  }

  /** Sends requests of these migrations, or poison, to one partition and in this order. */
  private static void send(TestBroker broker, String... migrations) {
    var request = new EventCodec().encode(new MigrationRequested(Examples.request()));
    try (var producer =
        new KafkaProducer<>(
            broker.connection(), new StringSerializer(), new ByteArraySerializer())) {
      IntStream.range(0, migrations.length)
          .forEach(
              i -> {
                var poison = migrations[i].contains(" ");
                producer.send(
                    new ProducerRecord<>(
                        Topics.EVENTS,
                        PARTITION,
                        poison ? "a-0" : migrations[i],
                        poison ? migrations[i].getBytes(StandardCharsets.UTF_8) : request));
              });
    }
  }
}
