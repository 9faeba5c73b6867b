package dev.kahuna.loop;

import dev.kahuna.event.MonitorEvent.ReplicationHealed;
import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.event.ReplicaEvent.DataCopied;
import dev.kahuna.event.ReplicaEvent.IndexesBuilt;
import dev.kahuna.event.ReplicaEvent.SchemaCopied;
import dev.kahuna.step.Saga;
import dev.kahuna.step.Step;
import dev.kahuna.step.StepOutcome;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** A service with three steps in a row, to be run as a process of its own, killed and paused. */
@SpringBootApplication
public class LoopProcess {

  /** Starts the service; settings come as arguments. */
  public static void main(String[] arguments) {
    SpringApplication.run(LoopProcess.class, arguments);
  }

  @Bean
  Saga saga() {
    return Saga.of(
        "loop-process",
        Step.named("copy-schema")
            .after(MigrationRequested.class)
            .yields(SchemaCopied.class)
            .saying("Pretending to copy the schema")
            .does(migration -> slowly(StepOutcome.done(new SchemaCopied(1, 1)))),
        Step.named("copy-data")
            .after(SchemaCopied.class)
            .yields(DataCopied.class)
            .saying("Pretending to copy the data")
            .does(migration -> slowly(StepOutcome.done(new DataCopied(1, 1, 1, 1)))),
        Step.named("build-indexes")
            .after(DataCopied.class)
            .unless(ReplicationHealed.class)
            .yields(IndexesBuilt.class)
            .saying("Pretending to build the indexes")
            .does(migration -> slowly(StepOutcome.done(new IndexesBuilt(1, 1, 1)))));
  }

  /** Work that takes a while, so that a kill hits the middle of it. */
  private static StepOutcome slowly(StepOutcome outcome) {
    LockSupport.parkNanos(Duration.ofMillis(150).toNanos());
    return outcome;
  }
}
