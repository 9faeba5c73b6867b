package dev.kahuna.operator.console;

import dev.kahuna.event.CopyEvent;
import dev.kahuna.event.CutoverEvent;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.MonitorEvent;
import dev.kahuna.event.OperatorEvent;
import dev.kahuna.event.ProvisionerEvent;
import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.event.ProvisionerEvent.PreflightPassed;
import dev.kahuna.event.ProvisionerEvent.PreflightRejected;
import dev.kahuna.event.ProvisionerEvent.Severity;
import dev.kahuna.event.ReplicaEvent;
import dev.kahuna.event.StepFailed;
import dev.kahuna.request.MigrationRequest;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One line for the operator for each fact: what happened, what it means and, if the operator must
 * act, what to do.
 */
public final class EventSentences {
  /** Steps that read the frozen standby, where later changes of the replica are not to be seen. */
  private static final Set<String> READS_THE_STANDBY =
      Set.of("copy-schema", "copy-data", "copy-by-subscription", "build-indexes");

  private EventSentences() {}

  /**
   * @param migration the migration's id, for the commands that a sentence recommends
   */
  public static String of(String migration, MigrationEvent event) {
    return switch (event) {
      case OperatorEvent e -> OperatorSentences.of(e);
      case ProvisionerEvent e -> ProvisionerSentences.of(e);
      case ReplicaEvent e -> ReplicaSentences.of(migration, e);
      case MonitorEvent e -> MonitorSentences.of(migration, e);
      case CutoverEvent e -> CutoverSentences.of(e);
      case CopyEvent e -> CutoverSentences.of(e);
      case StepFailed f -> failed(migration, f);
    };
  }

  /** The migration that a request asks for, without a full stop. */
  public static String request(MigrationRequest request) {
    return "%s %s, from Postgres %d on Heroku to Aurora PostgreSQL %s"
        .formatted(
            request.source().apps().size() == 1 ? "app" : "apps",
            String.join(", ", request.source().apps()),
            request.source().version(),
            request.target().engineVersion());
  }

  /** The findings of a fact that the operator should know, one line each. */
  static List<String> findings(MigrationEvent event) {
    var findings =
        switch (event) {
          case PreflightPassed(var found) -> found;
          case PreflightRejected(var found) -> found;
          case CutoverPrepared prepared -> prepared.findings();
          case MigrationEvent other -> List.<Finding>of();
        };
    return findings.stream()
        .filter(finding -> finding.severity() != Severity.PASS)
        .map(f -> "%s %s: %s".formatted(f.severity(), f.check(), f.advice()))
        .toList();
  }

  private static String failed(String migration, StepFailed failed) {
    return "Step %s failed (attempt %d, %s): %s %s '%s'.%s"
        .formatted(
            failed.step(),
            failed.attempt(),
            failed.kind().name().toLowerCase(Locale.ROOT),
            ended(failed.reason()),
            failed.cutover().isPresent()
                ? "Before its pivot the window is undone; after it, fix the cause and run"
                : "Fix the cause, then run",
            "kahuna retry %s %s".formatted(migration, failed.step()),
            copyAgain(migration, failed.step()));
  }

  /** What to do where a retry alone does not see what was fixed; empty for other steps. */
  static String copyAgain(String migration, String step) {
    return READS_THE_STANDBY.contains(step)
        ? " What you fix on the replica is copied by 'kahuna copy-again %s' only."
            .formatted(migration)
        : "";
  }

  /** The text with a full stop, unless it already ends a sentence. */
  public static String ended(String reason) {
    var text = reason.strip();
    return text.endsWith(".") || text.endsWith("!") || text.endsWith("?") ? text : text + ".";
  }

  /** The text without its full stop, to be continued. */
  static String open(String reason) {
    var text = reason.strip();
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}
