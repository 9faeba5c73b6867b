package dev.kahuna.event;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.List;

/**
 * A fact of one migration, whose id is the key of its Kafka record.
 *
 * <p>Two facts with the same type, {@link #about()} and {@link #partOf()} are the same fact; the
 * first one in the log counts.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface MigrationEvent
    permits OperatorEvent,
        ProvisionerEvent,
        ReplicaEvent,
        MonitorEvent,
        CutoverEvent,
        CopyEvent,
        StepFailed {

  /** What distinguishes facts of the same type: a leg, a host's role, a step's name; or empty. */
  default String about() {
    return "";
  }

  /** The attempts that this fact belongs to; it no longer holds once one of them is retracted. */
  default List<Attempt> partOf() {
    return this instanceof OfCopy fact
        ? List.of(AttemptSeries.COPY.attempt(fact.copy()))
        : List.of();
  }

  /** A fact that no longer holds once its copy to Aurora is given up. */
  interface OfCopy {
    /** The copy, counted from 1. */
    int copy();
  }

  /** The wire name of a type of fact, such as {@code host-launched}. */
  static String wireName(Class<? extends MigrationEvent> type) {
    var name = type.getAnnotation(JsonTypeName.class);
    if (name == null) {
      throw new IllegalArgumentException(type.getSimpleName() + " has no wire name");
    }
    return name.value();
  }
}
