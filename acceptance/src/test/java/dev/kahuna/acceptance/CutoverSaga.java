package dev.kahuna.acceptance;

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

/** The steps of cutover-service in a migration that all goes well with, there and back. */
final class CutoverSaga {
  /** Facts that only an undone window, or the end of the way back, makes. */
  private static final Set<Class<? extends MigrationEvent>> ASTRAY =
      Set.of(
          CutoverAborted.class,
          WritesRestored.class,
          CutoverUndone.class,
          ReverseReplicationDropped.class);

  private CutoverSaga() {}

  /** The steps of both cutovers, in order, to the migration's end. */
  static List<PublishedStep> thereSteps() throws IOException {
    return straight().filter(step -> !isWayBack(step)).toList();
  }

  /** The steps of the way back. */
  static List<PublishedStep> backSteps() throws IOException {
    return straight().filter(CutoverSaga::isWayBack).toList();
  }

  private static boolean isWayBack(PublishedStep step) {
    return step.fact().about().equals(Leg.BACK_TO_REPLICA.name());
  }

  private static Stream<PublishedStep> straight() throws IOException {
    return PublishedStep.of(FaultyMigration.SERVICE).stream()
        .filter(step -> !step.makes().isEmpty())
        .filter(step -> !ASTRAY.contains(step.fact().type()));
  }
}
