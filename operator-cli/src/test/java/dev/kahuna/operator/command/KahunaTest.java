package dev.kahuna.operator.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.OperatorEvent.CutoverApproved;
import dev.kahuna.event.OperatorEvent.MigrationCancelled;
import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.event.OperatorEvent.StepRetryRequested;
import dev.kahuna.event.StepFailed;
import dev.kahuna.failure.FailureKind;
import dev.kahuna.fault.Survives;
import dev.kahuna.log.EventCodec;
import dev.kahuna.log.TestBroker;
import dev.kahuna.log.Topics;
import dev.kahuna.log.UnfencedAppender;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.operator.log.LogFollower;
import dev.kahuna.telemetry.Progress;
import dev.kahuna.telemetry.Telemetry;
import dev.kahuna.telemetry.Telemetry.StepReported;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The commands against a real broker, as a shell would call them. */
class KahunaTest {
  private static final EventCodec CODEC = new EventCodec();
  private static TestBroker broker;
  private static UnfencedAppender appender;

  @TempDir Path directory;

  /** What a command printed and its exit code. */
  private record Printed(int code, String out, String err) {}

  @BeforeAll
  static void start() {
    broker = new TestBroker();
    appender = new UnfencedAppender(broker.connection(), "test", CODEC, Clock.systemUTC());
    try (var admin = Admin.create(broker.connection())) {
      Topics.ensure(admin);
    }
  }

  @AfterAll
  static void stop() {
    appender.close();
    broker.close();
  }

  @Survives(
      fault = 34,
      done = "a second request has an id that is taken",
      held = "refused; the first goes on")
  @Test
  void aRequestIsPublishedOnceAndItsIdIsTakenThen() throws IOException {
    var file = requestFile("shop-first");
    var first = kahuna("request", "--no-verify", file);
    assertThat(first.out).contains("shop-first: requested for apps shop, shop-admin, from");
    assertThat(first.code).isZero();
    var second = kahuna("request", "--no-verify", file);
    assertThat(second.code).isEqualTo(2);
    assertThat(second.err).contains("The id shop-first is taken");
    assertThat(facts("shop-first")).hasSize(1).first().isInstanceOf(MigrationRequested.class);
  }

  @Test
  void whatCouldNotBeCheckedIsReported() throws IOException {
    assertThat(kahuna("request", requestFile("shop-unchecked")).out)
        .contains(
            "The apps were not checked, because env:HEROKU_API_KEY can't be read on this machine.");
  }

  @Survives(
      fault = 34,
      done = "a malformed request is given to the command",
      held = "explained; the exit status is not 0 and the log stays empty")
  @Test
  void aBadRequestIsExplainedAndNotPublished() throws IOException {
    var before = kahuna("list", "--json").out;
    var file = directory.resolve("bad.yaml");
    Files.writeString(file, Files.readString(example()).replace("version: 15", "version: x"));
    var said = kahuna("request", file.toString());
    assertThat(said.code).isEqualTo(2);
    assertThat(said.err.lines())
        .containsExactly(
            "source.version (line %d) must be the major version of Postgres on Heroku, such as 15, not x."
                .formatted(1 + Files.readAllLines(example()).indexOf("  version: 15")));
    assertThat(kahuna("request", directory.resolve("none.yaml").toString()).code).isEqualTo(2);
    assertThat(kahuna("request").code).isEqualTo(2);
    assertThat(kahuna("list", "--json").out).isEqualTo(before);
  }

  @Test
  void anUnknownMigrationIsRefused() {
    for (var command :
        List.of(
            new String[] {"status", "nobody"},
            new String[] {"watch", "nobody"},
            new String[] {"approve", "nobody", "TO_AURORA"},
            new String[] {"retry", "nobody", "copy-data"},
            new String[] {"cancel", "nobody"},
            new String[] {"rollback", "nobody"})) {
      var said = kahuna(command);
      assertThat(said.code).as(command[0]).isEqualTo(2);
      assertThat(said.err)
          .isEqualToIgnoringNewLines(
              "There is no migration 'nobody'; 'kahuna list' shows all of them.");
    }
  }

  @Test
  void approvalGoesToTheLogOnceTheLegWaitsForIt() {
    append("shop-approve", Facts.requested());
    assertThat(kahuna("approve", "shop-approve", "TO_REPLICA").code).isEqualTo(2);
    append("shop-approve", Facts.replicaReady());
    assertThat(kahuna("approve", "shop-approve", "sideways").err)
        .contains("LEG must be TO_REPLICA, TO_AURORA or BACK_TO_REPLICA, not 'sideways'.");
    var said = kahuna("approve", "shop-approve", "to-replica");
    assertThat(said.out).isEqualToIgnoringNewLines("shop-approve: TO_REPLICA is approved.");
    assertThat(kahuna("approve", "shop-approve", "TO_REPLICA").code).isEqualTo(2);
    assertThat(facts("shop-approve").stream().filter(CutoverApproved.class::isInstance))
        .containsExactly(new CutoverApproved(Leg.TO_REPLICA, 1));
  }

  @Test
  void retryAndCancelGoToTheLog() {
    append(
        "shop-retry",
        Facts.plus(
            Facts.requested(),
            new StepFailed("copy-data", 1, FailureKind.UNAVAILABLE, "no", Optional.empty())));
    assertThat(kahuna("retry", "shop-retry", "copy-schema").err)
        .contains("failed steps are: copy-data.");
    assertThat(kahuna("retry", "shop-retry", "copy-data").code).isZero();
    assertThat(kahuna("retry", "shop-retry", "copy-data").code).isEqualTo(2);
    assertThat(kahuna("cancel", "shop-retry", "--reason", "too late").code).isZero();
    assertThat(kahuna("cancel", "shop-retry").err).contains("is already cancelled");
    assertThat(facts("shop-retry"))
        .endsWith(new StepRetryRequested("copy-data", 1), new MigrationCancelled("too late"));
  }

  @Test
  void statusAndListArePrintedForPeopleAndPrograms() throws IOException {
    append(
        "shop-status",
        Facts.plus(
            Facts.replicaReady(),
            new CutoverStarted(Leg.TO_REPLICA, 1, Instant.now(), Instant.now().plusSeconds(60))));
    sample(
        "shop-status",
        new StepReported(
            Instant.now(),
            "stop-traffic",
            "waiting for dynos",
            Optional.of(new Progress(1, 4, "dynos"))));
    assertThat(kahuna("status", "shop-status").out)
        .contains("shop-status: in window", "stop-traffic: 25 %, 1 dynos of 4 dynos")
        .contains("TO_REPLICA, attempt 1: open, since")
        .doesNotContain("\u001b");
    var json = JsonMapper.shared().readTree(kahuna("status", "--json", "shop-status").out);
    assertThat(json.path("state").asString()).isEqualTo("IN_WINDOW");
    assertThat(json.path("windows").path(0).path("leg").asString()).isEqualTo("TO_REPLICA");
    assertThat(json.path("facts").path(0).path("type").asString()).isEqualTo("migration-requested");
    var list = JsonMapper.shared().readTree(kahuna("list", "--json").out);
    assertThat(list.valueStream().map(e -> e.path("id").asString())).contains("shop-status");
    assertThat(kahuna("list").out).containsPattern("shop-status +in window +20");
  }

  @Test
  void watchFollowsToTheEnd() throws Exception {
    append("shop-watch", Facts.requested());
    append("shop-other", Facts.requested());
    var text = new StringWriter();
    var watching =
        CompletableFuture.supplyAsync(() -> run(text, new StringWriter(), "watch", "shop-watch"));
    await().atMost(Duration.ofSeconds(20)).until(() -> text.toString().contains("Requested:"));
    sample(
        "shop-watch",
        new StepReported(Instant.now(), "launch-replica-host", "Launching", Optional.empty()));
    await().atMost(Duration.ofSeconds(20)).until(() -> text.toString().contains("Launching"));
    append("shop-watch", List.of(new MigrationCompleted()));
    assertThat(watching.get(20, TimeUnit.SECONDS)).isZero();
    assertThat(text.toString().lines().toList())
        .hasSize(3)
        .last()
        .asString()
        .endsWith("  Completed: the app runs on Aurora.");
  }

  @Test
  void anUnreachableKafkaIsNotBadInput() {
    var said = new StringWriter();
    var code =
        Kahuna.commandLine()
            .setErr(new PrintWriter(said))
            .execute("list", "--kafka", "127.0.0.1:1", "--kafka-config", impatient());
    assertThat(code).isEqualTo(1);
    assertThat(said.toString()).startsWith("Kafka does not answer; check --kafka");
  }

  private String impatient() {
    try {
      return Files.writeString(
              directory.resolve("kafka.properties"),
              "default.api.timeout.ms=500\nrequest.timeout.ms=400\n")
          .toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Printed kahuna(String... args) {
    var out = new StringWriter();
    var err = new StringWriter();
    return new Printed(run(out, err, args), out.toString(), err.toString());
  }

  private static int run(StringWriter out, StringWriter err, String... args) {
    var all = new ArrayList<>(List.of(args));
    all.add("--kafka=" + broker.bootstrapServers());
    return Kahuna.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  private static Path example() {
    return Path.of("../docs/request.example.yaml");
  }

  private String requestFile(String id) throws IOException {
    var file = directory.resolve(id + ".yaml");
    Files.writeString(file, Files.readString(example()).replace("id: shop-2026", "id: " + id));
    return file.toString();
  }

  private static void append(String id, List<MigrationEvent> events) {
    events.forEach(event -> appender.append(id, event));
  }

  private static void sample(String id, Telemetry sample) {
    try (var producer =
        new KafkaProducer<>(
            broker.connection(), new StringSerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(Topics.TELEMETRY, id, CODEC.encode(sample)));
    }
  }

  private static List<MigrationEvent> facts(String id) {
    try (var follower = new LogFollower(broker.connection(), CODEC, Optional.empty())) {
      follower.catchUp(seen -> {});
      return Optional.ofNullable(follower.migrations().get(id)).map(Migration::history).stream()
          .flatMap(List::stream)
          .map(LoggedEvent::event)
          .toList();
    }
  }
}
