package dev.kahuna.operator.console;

import dev.kahuna.event.OperatorEvent;
import dev.kahuna.event.OperatorEvent.CopyAgainRequested;
import dev.kahuna.event.OperatorEvent.CutoverApproved;
import dev.kahuna.event.OperatorEvent.MigrationCancelled;
import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.event.OperatorEvent.ReleaseRequested;
import dev.kahuna.event.OperatorEvent.RollbackRequested;
import dev.kahuna.event.OperatorEvent.SchemaApplyRequested;
import dev.kahuna.event.OperatorEvent.SchemaDifferencesAccepted;
import dev.kahuna.event.OperatorEvent.SettleRequested;
import dev.kahuna.event.OperatorEvent.StepRetryRequested;
import dev.kahuna.event.OperatorEvent.UnjudgedApproved;
import dev.kahuna.event.Unjudged;
import java.util.stream.Collectors;

/** Sentences for the operator's decisions. */
final class OperatorSentences {
  private OperatorSentences() {}

  static String of(OperatorEvent event) {
    return switch (event) {
      case MigrationRequested(var request) ->
          "Requested: %s.".formatted(EventSentences.request(request));
      case CutoverApproved a -> "%s is approved.".formatted(a.leg());
      case UnjudgedApproved a ->
          "%s is approved, although there is no verdict on %s."
              .formatted(
                  a.leg(),
                  a.unjudged().stream().map(Unjudged::toString).collect(Collectors.joining("; ")));
      case StepRetryRequested r -> "Step %s will be retried.".formatted(r.step());
      case MigrationCancelled(var reason) ->
          "Cancelled: %s".formatted(EventSentences.ended(reason));
      case CopyAgainRequested again ->
          "The replica will be copied to Aurora once more: %s"
              .formatted(EventSentences.ended(again.reason()));
      case SettleRequested(var reason) ->
          "The app will stay on the replica for good: %s".formatted(EventSentences.ended(reason));
      case RollbackRequested(var reason) ->
          "The app will move back from Aurora to the replica: %s"
              .formatted(EventSentences.ended(reason));
      case SchemaApplyRequested(int number) ->
          "The SQL of schema list %d will be run.".formatted(number);
      case SchemaDifferencesAccepted a ->
          "%d schema differences may stay as they are.".formatted(a.differences().size());
      case ReleaseRequested() -> "What the app no longer needs will be deleted.";
    };
  }
}
