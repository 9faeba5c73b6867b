package dev.kahuna.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.acceptance.FaultPlan.Moment;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.MigrationCompleted;
import dev.kahuna.event.Leg;
import dev.kahuna.event.OperatorEvent.RollbackRequested;
import dev.kahuna.fault.Survives;
import dev.kahuna.migration.Migration;
import dev.kahuna.sandbox.ServiceKills;
import dev.kahuna.sandbox.cloud.TenantOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** cutover-service, killed at every step of a migration, there and back. */
@ResourceLock(FaultyMigration.CLOUD)
@ExtendWith(CloudExtension.class)
class CrashMatrixTest {
  /** A process starts again, after Kafka has noticed the death of the one before it. */
  private static final Duration STANDSTILL = Duration.ofSeconds(45);

  @Test
  @Survives(
      fault = 2,
      done =
          "killed -9 at every step of the cutover to Aurora, its fact held on the way to the log;"
              + " every other service killed -9 once; from 10 to 17",
      held =
          "each step recorded its fact once; one release for each repoint; no write lost or doubled")
  void killedBeforeEachFactOfTheCutoverToAurora(SharedCloud cloud) throws Exception {
    var migration = cloud.migration(new TenantOptions(10, 17, Optional.empty(), true));
    var kills = new ServiceKills(migration.cloud().services(), cloud.story());
    var steps = CutoverSaga.thereSteps().stream().filter(CrashMatrixTest::isToAurora).toList();
    var end = survives(migration, FaultPlan.each(steps, Moment.BEFORE_FACT), false, kills::at);
    assertThat(kills.remaining()).as("services that were not killed").isEmpty();
    assertThat(EqualTables.compared(migration, end)).isPositive();
  }

  @Test
  @Tag("faults")
  @Survives(
      fault = 2,
      done =
          "killed -9 at every step of the cutover to the replica and of the way back, its fact"
              + " held",
      held =
          "each step recorded its fact once; one release for each repoint; no write lost or doubled")
  void killedBeforeEachFactOfTheCutoverToTheReplicaAndOfTheWayBack(FaultyMigration migration)
      throws Exception {
    var steps = allSteps().filter(step -> !isToAurora(step)).toList();
    survives(migration, FaultPlan.each(steps, Moment.BEFORE_FACT), true, now -> {});
  }

  @Test
  @Tag("faults")
  @Survives(
      fault = 1,
      done = "killed -9 as soon as each step was due, there and back",
      held = "the next process went on where the log ended; no write lost or doubled")
  void killedBeforeEachEffect(FaultyMigration migration) throws Exception {
    survives(migration, FaultPlan.each(allSteps().toList(), Moment.BEFORE_EFFECT), true, now -> {});
  }

  private static Stream<PublishedStep> allSteps() throws IOException {
    return Stream.concat(CutoverSaga.thereSteps().stream(), CutoverSaga.backSteps().stream());
  }

  /** The end of the migration counts as well. */
  private static boolean isToAurora(PublishedStep step) {
    var fact = step.fact();
    return fact.type() == MigrationCompleted.class || fact.about().equals(Leg.TO_AURORA.name());
  }

  private static Migration survives(
      FaultyMigration migration,
      List<FaultPlan> plans,
      boolean andBack,
      Consumer<Migration> alsoAtEachFact)
      throws Exception {
    assertThat(plans).hasSizeGreaterThan(10);
    MisorderedIndex.plant(migration.source());
    var killer = new Killer(migration.cloud(), plans);
    Consumer<Migration> atEachFact = killer::at;
    migration.request("1h", atEachFact.andThen(alsoAtEachFact));
    var end = Goal.reach(migration, m -> m.has(MigrationCompleted.class));
    Goal.checkGuarantees(migration);
    if (andBack) {
      migration.say(new RollbackRequested("practice"));
      Goal.reach(migration, m -> m.has(CutoverCompleted.class, Leg.BACK_TO_REPLICA));
      Goal.checkGuarantees(migration);
    }
    killer.outages().forEach(System.out::println);
    assertThat(killer.remaining()).as("plans not carried out").isEmpty();
    assertThat(killer.outages()).allMatch(o -> o.length().compareTo(STANDSTILL) < 0);
    return end;
  }
}
