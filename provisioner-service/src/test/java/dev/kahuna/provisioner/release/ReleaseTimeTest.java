package dev.kahuna.provisioner.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.CopyEvent.MigrationSettled;
import dev.kahuna.event.CopyEvent.PublicationDropped;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.CutoverEvent.ReverseReplicationDropped;
import dev.kahuna.event.CutoverEvent.ReverseReplicationStarted;
import dev.kahuna.event.Examples;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.OperatorEvent.MigrationCancelled;
import dev.kahuna.event.OperatorEvent.ReleaseRequested;
import dev.kahuna.provisioner.Migrations;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReleaseTimeTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  void aCancelledMigrationIsReleasedWhenNoWindowIsOpen() {
    assertThat(awaited(new MigrationCancelled("x"))).isEmpty();
    assertThat(awaited(new MigrationCancelled("x"), started(Leg.TO_REPLICA)))
        .contains("the end of the cutover TO_REPLICA");
    assertThat(
            awaited(
                new MigrationCancelled("x"),
                started(Leg.TO_REPLICA),
                new CutoverUndone(Leg.TO_REPLICA, 1, "cancelled", 9, 0, NOW)))
        .isEmpty();
  }

  @Test
  void theReplicaIsNeverTakenAwayFromUnderTheApp() {
    assertThat(
            awaited(
                new MigrationCancelled("x"),
                started(Leg.TO_REPLICA),
                new PivotReached(Leg.TO_REPLICA, 1),
                new CutoverCompleted(Leg.TO_REPLICA, 1, 9)))
        .contains("the app to leave the replica, which is its database");
  }

  @Test
  void aMigrationUnderWayIsNotReleasedByRequestAlone() {
    assertThat(awaited(new ReleaseRequested()))
        .contains("the migration to be completed or cancelled");
    assertThat(
            awaited(
                new PivotReached(Leg.TO_REPLICA, 1),
                new PivotReached(Leg.TO_AURORA, 1),
                new MigrationCompleted(),
                new ReleaseRequested()))
        .isEmpty();
  }

  @Test
  void auroraKeepsNothingForAReplicaThatIsReleased() {
    var onAurora =
        new MigrationEvent[] {
          new PivotReached(Leg.TO_REPLICA, 1),
          new PivotReached(Leg.TO_AURORA, 1),
          new ReverseReplicationStarted(Leg.TO_AURORA, 1, "kahuna_reverse", "kahuna_reverse"),
          new MigrationCompleted(),
          new ReleaseRequested(),
          new ReverseReplicationDropped("kahuna_reverse")
        };
    assertThat(awaited(Arrays.copyOf(onAurora, 5)))
        .contains("the end of the replication from Aurora to the replica");
    assertThat(awaited(onAurora)).isEmpty();
  }

  @Test
  void aSettledMigrationIsReleasedWhenTheReplicaKeepsNothingForAurora() {
    var settled =
        new MigrationEvent[] {
          new PivotReached(Leg.TO_REPLICA, 1),
          new CutoverCompleted(Leg.TO_REPLICA, 1, 9),
          new MigrationSettled(),
          new PublicationDropped(true)
        };
    assertThat(awaited(Arrays.copyOf(settled, 3)))
        .contains("the end of the replication from the replica to Aurora");
    assertThat(awaited(settled)).isEmpty();
    assertThat(ReleaseTime.releaseWanted(Migrations.shop(Examples.request(), settled))).isTrue();
  }

  private static MigrationEvent started(Leg leg) {
    return new CutoverStarted(leg, 1, NOW, NOW.plusSeconds(60));
  }

  private static Optional<String> awaited(MigrationEvent... facts) {
    return ReleaseTime.awaited(Migrations.shop(Examples.request(), facts), NOW);
  }
}
