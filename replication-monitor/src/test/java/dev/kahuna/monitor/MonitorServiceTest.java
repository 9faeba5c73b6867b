package dev.kahuna.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.broker.EmbeddedBroker;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.MonitorEvent.ReplicaCaughtUp;
import dev.kahuna.event.MonitorEvent.ReplicationCaughtUp;
import dev.kahuna.event.StepFailed;
import dev.kahuna.failure.FailureKind;
import dev.kahuna.log.EventCodec;
import dev.kahuna.log.Topics;
import dev.kahuna.loop.MigrationLoop;
import dev.kahuna.monitor.watch.TestSites;
import dev.kahuna.step.StepEnvironment;
import dev.kahuna.telemetry.Progress;
import dev.kahuna.telemetry.Telemetry.StepReported;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole service: facts in, facts and metrics out. */
class MonitorServiceTest {

  private static final EventCodec CODEC = new EventCodec();
  private static final Pattern METRIC = Pattern.compile("\\bkahuna_[a-z_]+");
  private static final StepFailed FAILURE =
      new StepFailed("copy-data", 1, FailureKind.REJECTED, "no right", Optional.empty());

  @Test
  void saysBothLagsAreGoneAndShowsThem(@TempDir Path directory) throws Exception {
    try (var sites = new TestSites();
        var broker = new EmbeddedBroker(directory);
        var service = start(sites, broker)) {
      sites.vault.failWith(503);
      append(broker, sites.factsOfReplay());
      awaitScrape(service, "kahuna_step_retries_total{");
      sites.vault.failWith(0);
      awaitFact(service, ReplicaCaughtUp.class);
      assertThat(scrape(service))
          .contains(
              "kahuna_replay_lag_bytes{migration=\"shop-2026\"", "kahuna_replay_lag_seconds{");

      // Otherwise a promotion is one outside a window, and the replica is lost.
      append(broker, List.of(new PivotReached(Leg.TO_REPLICA, 1)));
      awaitFact(service, PivotReached.class);
      sites.promoteAndSubscribe();
      append(broker, sites.factsOfReplication());
      awaitFact(service, ReplicationCaughtUp.class);
      var scrape = scrape(service);
      assertThat(scrape)
          .contains(
              "kahuna_replication_lag_bytes{migration=\"shop-2026\"",
              "kahuna_replication_lag_seconds{",
              "kahuna_slot_retained_bytes{",
              "state=\"ready\"");
      assertThat(scrape).doesNotContain("master-secret", "heroku-token");

      append(broker, List.of(FAILURE));
      service.getBean(StepEnvironment.class).telemetry().accept(TestSites.MIGRATION, progress());
      awaitScrape(service, "kahuna_step_failed{");
      assertThat(metrics(scrape(service))).containsAll(metricsAskedFor());
    }
  }

  /** What Prometheus' alarms and Grafana's dashboard speak of, but for replica-service's own. */
  private static Set<String> metricsAskedFor() throws IOException {
    var dashboard = Files.readString(Path.of("../deploy/grafana/dashboards/kahuna.json"));
    var alerts = Files.readString(Path.of("../deploy/prometheus/alerts.yml"));
    var asked = metrics(dashboard + alerts);
    asked.removeIf(metric -> metric.startsWith("kahuna_copy_"));
    assertThat(asked).contains("kahuna_replay_lag_bytes", "kahuna_events_poison_total");
    return asked;
  }

  private static Set<String> metrics(String text) {
    return METRIC.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  private static StepReported progress() {
    var halfWay = new Progress(1, 2, "bytes");
    return new StepReported(Instant.now(), "watch-replication", "so far", Optional.of(halfWay));
  }

  private static void awaitScrape(ConfigurableApplicationContext service, String text) {
    Awaitility.await(text).atMost(30, TimeUnit.SECONDS).until(() -> scrape(service).contains(text));
  }

  private static ConfigurableApplicationContext start(TestSites sites, EmbeddedBroker broker) {
    System.setProperty("aws.endpointUrlSecretsManager", sites.vault.url().toString());
    System.setProperty("aws.region", "eu-west-1");
    System.setProperty("aws.accessKeyId", "id");
    System.setProperty("aws.secretAccessKey", "secret");
    return SpringApplication.run(
        MonitorApplication.class,
        "--server.port=0",
        "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
        "--kahuna.heroku.url=" + sites.platformUrl(),
        "--kahuna.target-authorities=" + sites.targetAuthorities());
  }

  private static void append(EmbeddedBroker broker, List<? extends MigrationEvent> facts) {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      facts.forEach(
          fact ->
              producer.send(
                  new ProducerRecord<>(Topics.EVENTS, TestSites.MIGRATION, CODEC.encode(fact))));
    }
  }

  private static void awaitFact(
      ConfigurableApplicationContext service, Class<? extends MigrationEvent> type) {
    Awaitility.await(type.getSimpleName())
        .atMost(60, TimeUnit.SECONDS)
        .until(
            () -> {
              scrape(service);
              return service.getBean(MigrationLoop.class).migrations().anyMatch(m -> m.has(type));
            });
  }

  private static String scrape(ConfigurableApplicationContext service)
      throws IOException, InterruptedException {
    var port = service.getEnvironment().getProperty("local.server.port");
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/prometheus"))
            .timeout(Duration.ofSeconds(10))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      var answer = client.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      return answer.body();
    }
  }
}
