package dev.kahuna.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kahuna.event.Examples;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.event.ReplicaEvent.DataCopied;
import dev.kahuna.event.ReplicaEvent.IndexesBuilt;
import dev.kahuna.event.ReplicaEvent.SchemaCopied;
import dev.kahuna.fault.Survives;
import dev.kahuna.log.EventCodec;
import dev.kahuna.log.LogReplay;
import dev.kahuna.log.TestBroker;
import dev.kahuna.log.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The loop in processes of its own, on a real broker: killed, paused, poisoned. */
class MigrationLoopTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int MIGRATIONS = 24;

  private final TestBroker broker = new TestBroker();
  private final EventCodec codec = new EventCodec();
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void end() throws Exception {
    for (var process : processes) {
      process.destroyForcibly().waitFor();
    }
    broker.close();
  }

  @Survives(
      fault = 8,
      done =
          "the instance that runs 24 migrations' steps sleeps and loses them to one that stood by, and then"
              + " that one is killed",
      held = "every step of every migration is in the log once")
  @Test
  void everyStepIsOnceInTheLogThoughInstancesAreKilledAndPaused() throws Exception {
    var first = start("first");
    await().atMost(PATIENCE).until(() -> log("first").contains("owns partitions"));
    var second = start("second");
    await().atMost(PATIENCE).until(() -> log("second").contains("stands by"));

    requestAll(0);
    awaitLog().until(() -> count(SchemaCopied.class) >= MIGRATIONS / 4);
    signal(first, "STOP"); // sleeps through the loss of its partitions, and wakes as a zombie
    requestAll(1);
    awaitLog().until(() -> count(IndexesBuilt.class) == 2 * MIGRATIONS);
    signal(first, "CONT");
    await().atMost(PATIENCE).until(() -> log("first").contains("gives up partitions"));

    requestAll(2);
    awaitLog().until(() -> count(SchemaCopied.class) >= 2 * MIGRATIONS + 2);
    second.destroyForcibly().waitFor();
    requestAll(3);
    awaitLog().until(() -> count(IndexesBuilt.class) == 4 * MIGRATIONS);

    assertThat(facts(SchemaCopied.class)).doesNotHaveDuplicates().hasSize(4 * MIGRATIONS);
    assertThat(facts(DataCopied.class)).doesNotHaveDuplicates().hasSize(4 * MIGRATIONS);
    assertThat(facts(IndexesBuilt.class)).doesNotHaveDuplicates().hasSize(4 * MIGRATIONS);
  }

  /** Each look at the log reads all of it. */
  private static ConditionFactory awaitLog() {
    return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(400));
  }

  private void requestAll(int batch) {
    IntStream.range(0, MIGRATIONS).forEach(i -> request("shop-%d-%d".formatted(batch, i)));
  }

  @Survives(
      fault = 6,
      done = "half a fact, no JSON at all and a fact of an unknown type on the topic",
      held = "what is no fact is set aside; the migrations go on")
  @Test
  void poisonIsSetAsideAndOthersGoOn() throws Exception {
    send("shop-a", "{\"type\":\"pivot-reached\",\"leg\":\"SIDEWAYS\"}");
    send("shop-a", "no JSON at all");
    send("shop-a", "{\"type\":\"app-teleported\"}");
    start("only");
    request("shop-a");
    request("shop-b");
    awaitLog().until(() -> count(IndexesBuilt.class) == 2);

    var setAside = new ArrayList<String>();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              setAside.clear();
              LogReplay.read(
                  broker.connection(),
                  List.of(new TopicPartition(Topics.DEAD_LETTERS, 0)),
                  r -> setAside.add(new String(r.value(), StandardCharsets.UTF_8)));
              assertThat(setAside)
                  .containsExactly(
                      "{\"type\":\"pivot-reached\",\"leg\":\"SIDEWAYS\"}", "no JSON at all");
            });
  }

  private static String log(String name) throws IOException {
    return Files.readString(logOf(name));
  }

  private static Path logOf(String name) {
    return Path.of("target", "loop-process-" + name + ".log");
  }

  private Process start(String name) throws IOException {
    var java = ProcessHandle.current().info().command().orElseThrow();
    var process =
        new ProcessBuilder(
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                LoopProcess.class.getName(),
                "--spring.application.name=loop-process",
                "--spring.config.import=classpath:kahuna-service.yaml",
                "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                "--spring.kafka.consumer.properties.session.timeout.ms=3000",
                "--spring.kafka.consumer.properties.heartbeat.interval.ms=500",
                "--server.port=0")
            .redirectErrorStream(true)
            .redirectOutput(logOf(name).toFile())
            .start();
    processes.add(process);
    return process;
  }

  private static void signal(Process process, String signal) throws Exception {
    new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
  }

  private void request(String migration) {
    var event = new MigrationRequested(Examples.request());
    send(migration, new String(codec.encode(event), StandardCharsets.UTF_8));
  }

  private void send(String migration, String value) {
    try (var admin = org.apache.kafka.clients.admin.Admin.create(broker.connection())) {
      Topics.ensure(admin);
    }
    try (var producer =
        new KafkaProducer<>(
            broker.connection(), new StringSerializer(), new ByteArraySerializer())) {
      producer.send(
          new ProducerRecord<>(Topics.EVENTS, migration, value.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private long count(Class<? extends MigrationEvent> type) {
    return facts(type).size();
  }

  /** The migrations of all facts of a type, as often as the fact is in the log. */
  private List<String> facts(Class<? extends MigrationEvent> type) {
    var found = new ArrayList<String>();
    var partitions =
        IntStream.range(0, 12).mapToObj(p -> new TopicPartition(Topics.EVENTS, p)).toList();
    Map<String, Object> connection = new HashMap<>(broker.connection());
    LogReplay.read(
        connection,
        partitions,
        r -> {
          if (codec.decode(r.value()) instanceof EventCodec.Decoded.Known(var event)
              && type.isInstance(event)) {
            found.add(r.key());
          }
        });
    return found;
  }
}
