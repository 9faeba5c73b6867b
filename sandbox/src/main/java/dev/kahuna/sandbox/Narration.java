package dev.kahuna.sandbox;

import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.sandbox.report.Report.StepTime;
import dev.kahuna.telemetry.Telemetry;
import dev.kahuna.telemetry.Telemetry.ReplayLag;
import dev.kahuna.telemetry.Telemetry.ReplicationLag;
import dev.kahuna.telemetry.Telemetry.StepFinished;
import dev.kahuna.telemetry.Telemetry.StepReported;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Tells the story of a migration while it happens, and notes how long its steps take. */
final class Narration implements MigrationFollower.Listener {
  private final Story story;
  private volatile Consumer<Migration> also = now -> {};
  private final List<StepTime> steps = new ArrayList<>();

  Narration(Story story) {
    this.story = story;
  }

  /** Tells somebody else of every fact too. */
  void onFact(Consumer<Migration> also) {
    this.also = also;
  }

  @Override
  public void fact(LoggedEvent fact, Migration now) {
    story.tell(fact.shortName() + " " + fact.event());
    also.accept(now);
  }

  @Override
  public synchronized void sample(Telemetry sample) {
    switch (sample) {
      case StepReported reported -> story.tell(reported.step() + ": " + reported.sentence());
      case StepFinished finished -> steps.add(new StepTime(finished.step(), finished.millis()));
      case ReplayLag _, ReplicationLag _ -> {}
    }
  }

  /** How long each step took that has made its fact. */
  synchronized List<StepTime> steps() {
    return List.copyOf(steps);
  }
}
