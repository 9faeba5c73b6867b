package dev.kahuna.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.CutoverEvent.AppRepointed;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.CutoverEvent.ReplicaDrained;
import dev.kahuna.event.CutoverEvent.StandbyFrozen;
import dev.kahuna.event.CutoverEvent.WritesRestored;
import dev.kahuna.event.Leg;
import dev.kahuna.event.OperatorEvent.MigrationCancelled;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The window to the replica where nothing follows it. The app's sessions are serializable, in which
 * no statement runs on the replica before its promotion.
 */
class WithoutStandbyTest extends OnTestbed {
  @Override
  CutoverTestbed testbed(Path directory) throws Exception {
    var cloud = CutoverTestbed.withoutStandby(directory);
    cloud.execute(
        cloud.source, "ALTER DATABASE app SET default_transaction_isolation = serializable");
    return cloud;
  }

  @Test
  void theReplicaAloneIsDrainedAndPromoted() throws Exception {
    cloud.saga.runUntil(m -> m.has(CutoverCompleted.class, Leg.TO_REPLICA));
    assertThat(cloud.saga.migration().has(StandbyFrozen.class)).isFalse();
    assertThat(cloud.ask(cloud.replica, "SELECT pg_is_in_recovery()")).isEqualTo("f");
    assertThat(cloud.shop.config().get("DATABASE_URL"))
        .contains(":" + cloud.replica.endpoint().port() + "/");
    assertThat(cloud.shop.maintenance()).isFalse();
  }

  @Test
  void cancelledBeforeThePromotionTheReplicaFollowsOn() throws Exception {
    cloud.saga.runUntil(m -> m.has(ReplicaDrained.class, Leg.TO_REPLICA));
    cloud.saga.know(new MigrationCancelled("enough"));
    assertThat(undone().lostReplica()).isZero();
    assertThat(cloud.ask(cloud.replica, "SELECT pg_is_in_recovery()")).isEqualTo("t");
  }

  @Test
  void cancelledAfterThePromotionTheReplicaIsClosedAndLost() throws Exception {
    cloud.saga.runUntil(m -> m.has(AppRepointed.class, Leg.TO_REPLICA));
    cloud.saga.know(new MigrationCancelled("enough"));
    assertThat(undone().lostReplica()).isEqualTo(1);
    assertThat(cloud.ask(cloud.replica, "SELECT rolcanlogin FROM pg_roles WHERE rolname = 'app'"))
        .isEqualTo("f");
  }

  private CutoverUndone undone() throws Exception {
    cloud.saga.runUntil(m -> m.has(WritesRestored.class, Leg.TO_REPLICA));
    cloud.clock.forward(Duration.ofSeconds(5));
    cloud.saga.runUntil(m -> m.has(CutoverUndone.class));
    assertThat(cloud.shop.config()).containsEntry("DATABASE_URL", cloud.sourceUrl());
    assertThat(cloud.shop.maintenance()).isFalse();
    return cloud.saga.migration().get(CutoverUndone.class);
  }
}
