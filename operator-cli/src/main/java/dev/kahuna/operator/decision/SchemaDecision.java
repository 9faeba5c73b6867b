package dev.kahuna.operator.decision;

import dev.kahuna.event.Leg;
import dev.kahuna.event.OperatorEvent;
import dev.kahuna.event.OperatorEvent.SchemaApplyRequested;
import dev.kahuna.event.OperatorEvent.SchemaDifferencesAccepted;
import dev.kahuna.event.ReplicaEvent.SchemaDiffers;
import dev.kahuna.migration.Migration;
import java.util.Optional;

/** What may be done about differences between the schemas; pure. */
public final class SchemaDecision {
  private SchemaDecision() {}

  /** Whether the SQL of the list may be run. */
  public static OperatorDecisions.Verdict apply(Migration migration) {
    return migration
        .find(SchemaDiffers.class)
        .map(list -> apply(migration, list))
        .orElseGet(() -> none(migration));
  }

  private static OperatorDecisions.Verdict apply(Migration migration, SchemaDiffers list) {
    if (list.leg() != Leg.TO_AURORA) {
      return OperatorDecisions.refuse(
          "%1$s is on Aurora, and the replica is not changed by itself: run the SQL that 'kahuna status %1$s' lists on the replica."
              .formatted(migration.id()));
    }
    return migration.has(SchemaApplyRequested.class)
        ? OperatorDecisions.refuse(
            "The SQL of schema list %2$d of %1$s is being run; 'kahuna status %1$s' shows how far. If the step apply-schema has failed, run 'kahuna retry %1$s apply-schema'."
                .formatted(migration.id(), list.number()))
        : publish(new SchemaApplyRequested(list.number()));
  }

  /** Whether the differences may stay. */
  public static OperatorDecisions.Verdict accept(Migration migration) {
    Optional<SchemaDiffers> list = migration.find(SchemaDiffers.class);
    return list.map(
            found -> publish(new SchemaDifferencesAccepted(found.number(), found.differences())))
        .orElseGet(() -> none(migration));
  }

  private static OperatorDecisions.Verdict publish(OperatorEvent event) {
    return new OperatorDecisions.Verdict.Publish(event);
  }

  private static OperatorDecisions.Verdict none(Migration migration) {
    return OperatorDecisions.refuse(
        "%s knows of no difference between the schemas.".formatted(migration.id()));
  }
}
