package dev.kahuna.step;

import dev.kahuna.event.MigrationEvent;
import dev.kahuna.telemetry.Progress;
import java.time.Duration;
import java.util.Optional;

/** The outcome of a step's work. */
public sealed interface StepOutcome {

  /** The goal holds; this fact records it. */
  record Done(MigrationEvent fact) implements StepOutcome {}

  /** The goal is not reached, and nothing is wrong: ask again after a while. */
  record NotYet(String sentence, Duration recheckAfter, Optional<Progress> progress)
      implements StepOutcome {}

  /** The goal holds. */
  static StepOutcome done(MigrationEvent fact) {
    return new Done(fact);
  }

  /** Ask again; {@code sentence} tells the operator what is being waited for. */
  static StepOutcome notYet(String sentence, Duration recheckAfter) {
    return new NotYet(sentence, recheckAfter, Optional.empty());
  }

  /** Ask again, and show how far it is. */
  static StepOutcome notYet(String sentence, Duration recheckAfter, Progress progress) {
    return new NotYet(sentence, recheckAfter, Optional.of(progress));
  }
}
