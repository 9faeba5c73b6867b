package dev.kahuna.sandbox;

import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.operator.console.ConsoleNarrator;
import dev.kahuna.sandbox.report.Report.StepTime;
import dev.kahuna.telemetry.Telemetry;
import dev.kahuna.telemetry.Telemetry.StepFinished;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Tells a migration while it happens, and notes how long its steps take. */
public final class StepTimes implements MigrationFollower.Listener {
  private final ConsoleNarrator narrator;
  private final List<StepTime> steps = new ArrayList<>();
  private volatile Consumer<Migration> also = now -> {};

  public StepTimes(ConsoleNarrator narrator) {
    this.narrator = narrator;
  }

  /** Tells somebody else of every fact too. */
  public void onFact(Consumer<Migration> listener) {
    also = also.andThen(listener);
  }

  @Override
  public void fact(LoggedEvent fact, Migration now) {
    narrator.fact(fact);
    also.accept(now);
  }

  @Override
  public synchronized void sample(Telemetry sample) {
    if (sample instanceof StepFinished finished) {
      steps.add(new StepTime(finished.step(), finished.millis()));
    }
    narrator.sample(sample);
  }

  /** How long each step took that has made its fact. */
  synchronized List<StepTime> steps() {
    return List.copyOf(steps);
  }
}
