package dev.kahuna.cutover.window;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.Leg;
import dev.kahuna.migration.Migration;
import dev.kahuna.secret.Notes;
import dev.kahuna.secret.Secrets;
import java.util.Optional;

/**
 * The direction in which an attempt of a leg ends. It is claimed once, outside the log: the pivot
 * claims {@link #FORWARD}, the undo and {@code kahuna break-glass} claim {@link #BACK}. The first
 * claim binds all of them, so that two of them never open different databases.
 */
public enum WindowDirection {
  BACK,
  FORWARD;

  /** Returns the direction that counts: this one, unless another was claimed before. */
  public WindowDirection claim(Secrets secrets, Migration migration, Leg leg) {
    var attempt = migration.attempt(AttemptSeries.cutover(leg));
    return claim(secrets.notes(migration.id()), leg, attempt);
  }

  public WindowDirection claim(Notes notes, Leg leg, int attempt) {
    return valueOf(notes.claim(name(leg, attempt), name()));
  }

  public static Optional<WindowDirection> claimed(Notes notes, Leg leg, int attempt) {
    return notes.find(name(leg, attempt)).map(WindowDirection::valueOf);
  }

  private static String name(Leg leg, int attempt) {
    return "direction-%s-%d".formatted(leg.slug(), attempt);
  }
}
