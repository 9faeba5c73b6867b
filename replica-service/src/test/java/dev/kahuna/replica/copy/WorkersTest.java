package dev.kahuna.replica.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kahuna.fault.Survives;
import dev.kahuna.postgres.Databases;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.postgres.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Workers beside the other steps of a service, and their end. */
class WorkersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String SLEEPERS =
      "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'"
          + " AND state = 'active'";

  @Survives(
      fault = 61,
      done = "workers compute on every processor until another step has run",
      held = "the other step runs")
  @Test
  void otherStepsRunBesideWorkersThatNeverWait() throws Exception {
    var processors = Runtime.getRuntime().availableProcessors();
    var missing = new AtomicInteger(processors);
    var hasRun = new CountDownLatch(1);
    var beside = new ConcurrentLinkedQueue<Boolean>();
    new Workers(processors, () -> {})
        .each(
            IntStream.range(0, processors).boxed().toList(),
            () -> () -> {},
            (session, piece) -> {
              if (missing.decrementAndGet() == 0) {
                Thread.startVirtualThread(hasRun::countDown);
              }
              beside.add(computedUntil(hasRun));
            });
    assertThat(beside).hasSize(processors).containsOnly(true);
  }

  private static boolean computedUntil(CountDownLatch happened) {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (happened.getCount() > 0 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return happened.getCount() == 0;
  }

  @Test
  void anInterruptEndsWorkersThatWaitForAServer() throws Exception {
    try (var server = TestPostgres.of(17).start()) {
      var ended = new CompletableFuture<Void>();
      var caller =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      sleep(server, List.of("SELECT pg_sleep(600)", "SELECT pg_sleep(601)"));
                      ended.complete(null);
                    } catch (Exception e) {
                      ended.completeExceptionally(e);
                    }
                  });
      await().atMost(PATIENCE).until(() -> server.query(SLEEPERS).equals("2"));
      caller.interrupt();
      assertThat(ended)
          .failsWithin(PATIENCE)
          .withThrowableOfType(ExecutionException.class)
          .withCauseInstanceOf(InterruptedException.class);
    }
  }

  @Test
  void theFirstFailureEndsTheOthers() throws Exception {
    try (var server = TestPostgres.of(17).start()) {
      var ended =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  sleep(server, List.of("SELECT pg_sleep(600)", "SELECT pg_sleep(1/0)"));
                  return "no failure";
                } catch (Exception e) {
                  return e.getMessage();
                }
              });
      assertThat(ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).contains("division by zero");
    }
  }

  private static void sleep(TestPostgres server, List<String> statements) throws Exception {
    new Workers(statements.size(), () -> {})
        .each(
            statements,
            () -> open(server),
            (session, sql) -> {
              try (var statement = session.createStatement()) {
                statement.execute(sql);
              }
            });
  }

  private static Connection open(TestPostgres server) throws SQLException {
    return Databases.open(
        server.endpoint(), server.credentials(), server.trust(), PostgresOptions.of("workers"));
  }
}
