package dev.kahuna.operator.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.CutoverEvent.PivotReached;
import dev.kahuna.event.Examples;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.MonitorEvent.SlotGivenUp;
import dev.kahuna.event.OperatorEvent.CutoverApproved;
import dev.kahuna.event.StepFailed;
import dev.kahuna.operator.console.EventSentences;
import dev.kahuna.operator.decision.CopyAgainDecision;
import dev.kahuna.operator.decision.OperatorDecisions;
import dev.kahuna.operator.decision.OperatorDecisions.Verdict;
import dev.kahuna.operator.decision.RollbackDecision;
import dev.kahuna.operator.decision.SchemaDecision;
import dev.kahuna.operator.decision.SettleDecision;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Every command that a sentence recommends exists, and is accepted after the fact. */
class RecommendedCommandsTest {
  private static final Pattern COMMAND = Pattern.compile("'kahuna ([^']+)'");

  @Test
  void aCommandInASentenceIsAcceptedAfterTheFact() {
    for (var event : Examples.all()) {
      var sentence = EventSentences.of("shop-2026", event);
      for (var words : commands(sentence)) {
        new CommandLine(new Kahuna()).parseArgs(words);
        if (!words[0].equals("status")) {
          assertThat(verdict(words, event)).as(sentence).isInstanceOf(Verdict.Publish.class);
        }
      }
    }
  }

  @Test
  void aFailedStepIsToldWithItsRetry() {
    var failed = Facts.example(StepFailed.class);
    assertThat(commands(EventSentences.of("shop-2026", failed)))
        .containsExactly(new String[] {"retry", "shop-2026", failed.step()});
  }

  /** The slot exists only after the pivot to the replica, where nothing can be cancelled. */
  @Test
  void aLostSlotIsToldWithTheWayOn() {
    var lost = Facts.example(SlotGivenUp.class);
    var sentence = EventSentences.of("shop-2026", lost);
    assertThat(commands(sentence)).containsExactly(new String[] {"copy-again", "shop-2026"});
    assertThat(sentence).doesNotContain("cancel").contains("the app stays on the replica");
    var migration = Facts.migration(Facts.plus(Facts.replicationReady(), lost));
    assertThat(OperatorDecisions.cancel(migration, "why"))
        .isEqualTo(
            new Verdict.Refuse(
                "shop-2026 is past the pivot of TO_REPLICA, and the app writes to the replica, which must"
                    + " stay. Let the migration continue to Aurora; if something stops it, fix that on"
                    + " the replica and run 'kahuna copy-again shop-2026'; to stay on the replica for"
                    + " good, run 'kahuna settle shop-2026'."));
    assertThat(OperatorDecisions.release(migration)).isInstanceOf(Verdict.Refuse.class);
    assertThat(OperatorDecisions.approve(migration, Leg.TO_AURORA))
        .isEqualTo(
            new Verdict.Refuse(
                "shop-2026 has no slot from which Aurora could follow, because it was given up; 'kahuna"
                    + " copy-again shop-2026' copies the replica once more."));
  }

  /** A decision is refused with a command that exists. */
  @Test
  void aCommandInARefusalExists() {
    var stages =
        List.of(
            Facts.requested(),
            Facts.replicaReady(),
            Facts.windowOpen(Leg.TO_REPLICA, Facts.replicaReady()),
            Facts.replicationReady(),
            Facts.plus(Facts.replicationReady(), new CutoverApproved(Leg.TO_AURORA, 1)),
            Facts.plus(Facts.replicationReady(), new PivotReached(Leg.TO_AURORA, 1)));
    for (var stage : stages) {
      var migration = Facts.migration(stage);
      for (var verdict :
          List.of(
              OperatorDecisions.approve(migration, Leg.TO_REPLICA),
              OperatorDecisions.approve(migration, Leg.TO_AURORA),
              OperatorDecisions.cancel(migration, "why"),
              OperatorDecisions.release(migration),
              RollbackDecision.request(migration, "why"),
              SettleDecision.request(migration, "why"),
              CopyAgainDecision.request(migration, false, "why"))) {
        if (verdict instanceof Verdict.Refuse(var sentence)) {
          commands(sentence).forEach(words -> new CommandLine(new Kahuna()).parseArgs(words));
        }
      }
    }
  }

  private static List<String[]> commands(String sentence) {
    return COMMAND
        .matcher(sentence)
        .results()
        .map((MatchResult found) -> found.group(1).split(" "))
        .toList();
  }

  private static Verdict verdict(String[] words, MigrationEvent event) {
    var migration = Facts.migration(Facts.plus(Facts.requested(), event));
    return switch (words[0]) {
      case "copy-again" ->
          CopyAgainDecision.request(
              Facts.migration(Facts.plus(Facts.replicationReady(), event)), false, "why");
      case "retry" -> OperatorDecisions.retry(migration, words[2]);
      case "apply-schema" -> SchemaDecision.apply(migration);
      case "accept-schema" -> SchemaDecision.accept(migration);
      case "cancel" -> OperatorDecisions.cancel(migration, "why");
      case "release" -> OperatorDecisions.release(migration);
      case "rollback" -> RollbackDecision.request(migration, "why");
      default -> throw new AssertionError("no decision: " + words[0]);
    };
  }
}
