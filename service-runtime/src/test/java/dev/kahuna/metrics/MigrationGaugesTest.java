package dev.kahuna.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.Examples;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.event.OperatorEvent.ReleaseRequested;
import dev.kahuna.event.ReplicaEvent.DataCopied;
import dev.kahuna.event.ReplicaEvent.SchemaCopied;
import dev.kahuna.event.StepFailed;
import dev.kahuna.failure.FailureKind;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.step.Saga;
import dev.kahuna.step.Step;
import dev.kahuna.step.StepOutcome;
import dev.kahuna.telemetry.Progress;
import dev.kahuna.telemetry.Telemetry.StepReported;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MigrationGaugesTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Saga saga =
      Saga.of(
          "test",
          Step.named("copy-data")
              .after(SchemaCopied.class)
              .yields(DataCopied.class)
              .saying("Copying")
              .does(migration -> StepOutcome.notYet("copying", Duration.ofSeconds(1))));
  private final MigrationGauges gauges = new MigrationGauges(saga, meters);

  @Test
  void showsWhatIsUnderWayAndHowFarItIs() {
    var copying = with(new MigrationRequested(Examples.request()), new SchemaCopied(1, 17));
    gauges.observe("shop-2026", report("copy-data", 30));
    gauges.observe("shop-2026", report("a-step-of-another-service", 30));
    gauges.show(List.of(copying));
    assertThat(value("kahuna.migration.facts")).isEqualTo(2);
    assertThat(meters.get("kahuna.migration.state").tag("fact", "schema-copied").gauge().value())
        .isEqualTo(1);
    assertThat(meters.get("kahuna.step.running").tag("step", "copy-data").gauge().value())
        .isEqualTo(1);
    assertThat(value("kahuna.step.progress")).isEqualTo(30);
    assertThat(value("kahuna.step.size")).isEqualTo(40);

    gauges.observe("shop-2026", report("copy-data", 40));
    gauges.show(
        List.of(
            with(
                new MigrationRequested(Examples.request()),
                new SchemaCopied(1, 17),
                new ReleaseRequested())));
    assertThat(value("kahuna.migration.facts")).isEqualTo(3);
    assertThat(value("kahuna.step.progress")).isEqualTo(40);
  }

  @Test
  void showsAFailureUntilItsMigrationIsGone() {
    var failure =
        new StepFailed("copy-data", 1, FailureKind.REJECTED, "no right", Optional.empty());
    var failed = with(new MigrationRequested(Examples.request()), new SchemaCopied(1, 17), failure);
    gauges.show(List.of(failed));
    assertThat(meters.get("kahuna.step.failed").tag("kind", "REJECTED").gauge().value())
        .isEqualTo(1);
    assertThat(meters.find("kahuna.step.running").gauges()).isEmpty();
    gauges.show(List.of());
    assertThat(meters.find("kahuna.step.failed").gauges()).isEmpty();
    assertThat(meters.find("kahuna.migration.facts").gauges()).isEmpty();
  }

  private static StepReported report(String step, long done) {
    return new StepReported(NOON, step, "so far", Optional.of(new Progress(done, 40, "bytes")));
  }

  private static Migration with(MigrationEvent... facts) {
    var migration = Migration.of("shop-2026");
    for (int i = 0; i < facts.length; i++) {
      migration = migration.with(new LoggedEvent("shop-2026", facts[i], i, NOON, "test"));
    }
    return migration;
  }

  private double value(String name) {
    return meters.get(name).tag("migration", "shop-2026").gauge().value();
  }
}
