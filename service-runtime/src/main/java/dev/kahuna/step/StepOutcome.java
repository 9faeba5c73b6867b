package dev.kahuna.step;

import dev.kahuna.event.MigrationEvent;
import dev.kahuna.telemetry.Progress;
import java.time.Duration;
import java.util.Optional;

/** The outcome of a step's work. */
public sealed interface StepOutcome {

  /** The goal holds; this fact records it. */
  record Done(MigrationEvent fact) implements StepOutcome {}

  /** The goal is not reached yet and nothing is wrong: run the step again after a pause. */
  record NotYet(String sentence, Duration recheckAfter, Optional<Progress> progress)
      implements StepOutcome {}

  /** The goal holds. */
  static StepOutcome done(MigrationEvent fact) {
    return new Done(fact);
  }

  /** Run the step again; {@code sentence} tells the operator what it waits for. */
  static StepOutcome notYet(String sentence, Duration recheckAfter) {
    return new NotYet(sentence, recheckAfter, Optional.empty());
  }

  /** Run the step again, and show its progress. */
  static StepOutcome notYet(String sentence, Duration recheckAfter, Progress progress) {
    return new NotYet(sentence, recheckAfter, Optional.of(progress));
  }
}
