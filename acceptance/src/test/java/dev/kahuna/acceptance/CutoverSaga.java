package dev.kahuna.acceptance;

import dev.kahuna.event.CopyEvent.CopyCleared;
import dev.kahuna.event.CopyEvent.CopyGivenUp;
import dev.kahuna.event.CopyEvent.MigrationSettled;
import dev.kahuna.event.CopyEvent.PublicationDropped;
import dev.kahuna.event.CutoverEvent.CutoverAborted;
import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.CutoverEvent.ReverseReplicationDropped;
import dev.kahuna.event.CutoverEvent.WritesRestored;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MigrationEvent;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The steps of cutover-service, by the way on which a migration comes to them. */
final class CutoverSaga {
  /** Facts that only an undone window, or the end of the way back, makes. */
  private static final Set<Class<? extends MigrationEvent>> ASTRAY =
      Set.of(
          CutoverAborted.class,
          WritesRestored.class,
          CutoverUndone.class,
          ReverseReplicationDropped.class);

  private static final Set<Class<? extends MigrationEvent>> OF_ANOTHER_COPY =
      Set.of(CopyGivenUp.class, CopyCleared.class);

  private static final Set<Class<? extends MigrationEvent>> OF_SETTLING =
      Set.of(MigrationSettled.class, PublicationDropped.class);

  private CutoverSaga() {}

  /** The steps of both cutovers, in order, to the migration's end. */
  static List<PublishedStep> thereSteps() throws IOException {
    return straight().filter(step -> !isWayBack(step)).toList();
  }

  /** The steps of the way back. */
  static List<PublishedStep> backSteps() throws IOException {
    return straight().filter(CutoverSaga::isWayBack).toList();
  }

  /** The steps of another copy, in order. */
  static List<PublishedStep> copyAgainSteps() throws IOException {
    return all().filter(step -> isAbout(step, OF_ANOTHER_COPY)).toList();
  }

  /** The steps by which the app stays on the replica for good, in order. */
  static List<PublishedStep> settlingSteps() throws IOException {
    return all().filter(step -> isAbout(step, OF_SETTLING)).toList();
  }

  /** Whether it waits for one of these facts, or makes one. */
  private static boolean isAbout(PublishedStep step, Set<Class<? extends MigrationEvent>> facts) {
    return Stream.concat(step.after().stream(), step.makes().stream())
        .anyMatch(fact -> facts.contains(fact.type()));
  }

  private static boolean isWayBack(PublishedStep step) {
    return step.fact().about().equals(Leg.BACK_TO_REPLICA.name());
  }

  private static Stream<PublishedStep> straight() throws IOException {
    return all()
        .filter(step -> !ASTRAY.contains(step.fact().type()))
        .filter(step -> !isAbout(step, OF_ANOTHER_COPY) && !isAbout(step, OF_SETTLING));
  }

  private static Stream<PublishedStep> all() throws IOException {
    return PublishedStep.of(FaultyMigration.SERVICE).stream()
        .filter(step -> !step.makes().isEmpty());
  }
}
