package dev.kahuna.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.failure.FailureKind;
import dev.kahuna.failure.Unavailable;
import dev.kahuna.lease.Lease;
import dev.kahuna.lease.SessionTiming;
import dev.kahuna.migration.Migration;
import dev.kahuna.step.StepExecution.Failed;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the operator reads when a step fails or its time is over. */
class StepExecutionTest {
  private static final Migration MIGRATION = Migration.of("shop");

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final StepExecution execution =
      new StepExecution(
          new StepEnvironment(
              Clock.systemUTC(),
              SessionTiming.DEFAULT,
              timer,
              new FailureClassifier(failure -> Optional.empty()),
              new SimpleMeterRegistry(),
              (migration, sample) -> {},
              text -> text),
          new Lease(() -> true));

  @AfterEach
  void end() {
    timer.shutdownNow();
  }

  @Test
  void theLastFailureIsSaidWhenTheTimeIsOver() {
    var step = step(List.of(failing("could not load library \"auto_explain\"")));
    assertThatThrownBy(() -> run(step))
        .isInstanceOf(Failed.class)
        .hasMessageContaining("fence-heroku took longer than")
        .hasMessageEndingWith("Before that: could not load library \"auto_explain\"");
  }

  @Test
  void whatWasWaitedForIsSaidWhenTheTimeIsOver() throws Exception {
    var waiting = StepOutcome.notYet("waiting for 3 sessions to end", Duration.ofMillis(1));
    var step = step(List.of(() -> waiting));
    assertThat(run(step)).isEqualTo(waiting);
    assertThatThrownBy(() -> run(step))
        .isInstanceOf(Failed.class)
        .hasMessageEndingWith("Before that: waiting for 3 sessions to end");
  }

  @Test
  void aStepThatIsOnlySlowSaysNoMore() {
    assertThatThrownBy(() -> run(step(List.of())))
        .isInstanceOf(Failed.class)
        .hasMessageMatching("fence-heroku took longer than [0-9.]+ s");
  }

  @Test
  void aSettingThatAServerLacksIsNamed() {
    var step =
        step(
            List.of(
                () -> {
                  throw new SQLException("ERROR: out of shared memory", "53200");
                }));
    assertThatThrownBy(() -> run(step))
        .isInstanceOfSatisfying(
            Failed.class, failed -> assertThat(failed.kind()).isEqualTo(FailureKind.REJECTED))
        .hasMessageContaining("SHOW max_locks_per_transaction");
  }

  private interface Run {
    StepOutcome now() throws Exception;
  }

  private StepOutcome run(Step step) throws Exception {
    return execution.run(step, MIGRATION, new Interruption());
  }

  /** Does these one after the other, and hangs after the last; two attempts at most. */
  private Step step(List<Run> runs) {
    Queue<Run> left = new ArrayDeque<>(runs);
    return Step.named("fence-heroku")
        .yields(MigrationCompleted.class)
        .within(Duration.ofMillis(300))
        .retrying(new Retries(2, Duration.ofMillis(1), Duration.ofMillis(1)))
        .saying("Closing it")
        .does(migration -> left.isEmpty() ? hang() : left.remove().now());
  }

  private static Run failing(String message) {
    return () -> {
      throw new Unavailable(message);
    };
  }

  private StepOutcome hang() throws InterruptedException {
    new CountDownLatch(1).await();
    throw new AssertionError("nobody has interrupted it");
  }
}
