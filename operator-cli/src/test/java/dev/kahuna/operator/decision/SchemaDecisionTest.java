package dev.kahuna.operator.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.Leg;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.OperatorEvent.SchemaApplyRequested;
import dev.kahuna.event.OperatorEvent.SchemaDifferencesAccepted;
import dev.kahuna.event.ReplicaEvent.SchemaDiffers;
import dev.kahuna.event.ReplicaEvent.SchemaSettled;
import dev.kahuna.event.SchemaDifference;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.operator.decision.OperatorDecisions.Verdict.Publish;
import dev.kahuna.operator.decision.OperatorDecisions.Verdict.Refuse;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaDecisionTest {
  private static final List<SchemaDifference> INDEX =
      List.of(new SchemaDifference("index a.b", "is missing", "CREATE INDEX b ON a.t (c);"));

  @Test
  void aListIsAppliedOrAccepted() {
    var differs = after(new SchemaDiffers(Leg.TO_AURORA, 2, INDEX, 0));
    assertThat(SchemaDecision.apply(after()))
        .isEqualTo(new Refuse("shop knows of no difference between the schemas."));
    assertThat(SchemaDecision.accept(after())).isInstanceOf(Refuse.class);
    assertThat(SchemaDecision.apply(differs)).isEqualTo(new Publish(new SchemaApplyRequested(2)));
    assertThat(SchemaDecision.accept(differs))
        .isEqualTo(new Publish(new SchemaDifferencesAccepted(2, INDEX)));
  }

  @Test
  void aListIsAppliedOnceAndNotAfterItIsSettled() {
    var list = new SchemaDiffers(Leg.TO_AURORA, 1, INDEX, 0);
    assertThat(SchemaDecision.apply(after(list, new SchemaApplyRequested(1))))
        .isInstanceOfSatisfying(
            Refuse.class,
            refused -> assertThat(refused.sentence()).contains("kahuna retry shop apply-schema"));
    assertThat(SchemaDecision.apply(after(list, new SchemaSettled(1, 0))))
        .isInstanceOf(Refuse.class);
  }

  @Test
  void onTheWayBackTheOperatorRunsTheSql() {
    assertThat(SchemaDecision.apply(after(new SchemaDiffers(Leg.BACK_TO_REPLICA, 1, INDEX, 0))))
        .isInstanceOfSatisfying(
            Refuse.class, refused -> assertThat(refused.sentence()).contains("on the replica"));
  }

  private static Migration after(MigrationEvent... facts) {
    var migration = Migration.of("shop");
    for (var fact : facts) {
      var offset = migration.history().size();
      migration = migration.with(new LoggedEvent("shop", fact, offset, Instant.EPOCH, "test"));
    }
    return migration;
  }
}
