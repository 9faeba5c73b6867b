package dev.kahuna.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.acceptance.FaultPlan.Moment;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.Leg;
import dev.kahuna.event.OperatorEvent.RollbackRequested;
import dev.kahuna.fault.Survives;
import dev.kahuna.step.Step;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** cutover-service, killed at every step of a migration, there and back. */
class CrashMatrixTest {
  /** Of one process that starts again: its own start, and what its predecessor's death takes. */
  private static final Duration STANDSTILL = Duration.ofSeconds(45);

  @Test
  @Survives(
      fault = 2,
      done =
          "killed -9 at every step of the cutover to Aurora, its fact held on the way to the log",
      held = "each step said its fact once; one release for each repoint; no write lost or doubled")
  void killedBeforeEachFactOfTheCutoverToAurora() throws Exception {
    var steps = CutoverSaga.thereSteps().stream().filter(CrashMatrixTest::isToAurora).toList();
    survives(FaultPlan.each(steps, Moment.BEFORE_FACT), false);
  }

  @Test
  @Tag("faults")
  @Survives(
      fault = 2,
      done =
          "killed -9 at every step of the cutover to the replica and of the way back, its fact"
              + " held",
      held = "each step said its fact once; one release for each repoint; no write lost or doubled")
  void killedBeforeEachFactOfTheCutoverToTheReplicaAndOfTheWayBack() throws Exception {
    var steps = allSteps().filter(step -> !isToAurora(step)).toList();
    survives(FaultPlan.each(steps, Moment.BEFORE_FACT), true);
  }

  @Test
  @Tag("faults")
  @Survives(
      fault = 1,
      done = "killed -9 as soon as each step was due, there and back",
      held = "the next process went on where the log ended; no write lost or doubled")
  void killedBeforeEachEffect() throws Exception {
    survives(FaultPlan.each(allSteps().toList(), Moment.BEFORE_EFFECT), true);
  }

  private static Stream<Step> allSteps() {
    return Stream.concat(CutoverSaga.thereSteps().stream(), CutoverSaga.backSteps().stream());
  }

  /** The migration's end, too. */
  private static boolean isToAurora(Step step) {
    var fact = step.yields().getFirst();
    return fact.type() == MigrationCompleted.class || fact.about().equals(Leg.TO_AURORA.name());
  }

  private static void survives(List<FaultPlan> plans, boolean andBack) throws Exception {
    assertThat(plans).hasSizeGreaterThan(10);
    try (var migration = new FaultyMigration()) {
      MisorderedIndex.plant(migration.cloud().source());
      var killer = new Killer(migration.cloud(), plans);
      migration.request("1h", killer::at);
      Goal.reach(migration, m -> m.has(MigrationCompleted.class));
      Goal.checkGuarantees(migration);
      if (andBack) {
        migration.say(new RollbackRequested("practice"));
        Goal.reach(migration, m -> m.has(CutoverCompleted.class, Leg.BACK_TO_REPLICA));
        Goal.checkGuarantees(migration);
      }
      killer.outages().forEach(System.out::println);
      assertThat(killer.remaining()).as("plans not carried out").isEmpty();
      assertThat(killer.outages()).allMatch(o -> o.length().compareTo(STANDSTILL) < 0);
    }
  }
}
