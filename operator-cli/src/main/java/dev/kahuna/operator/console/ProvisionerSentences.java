package dev.kahuna.operator.console;

import dev.kahuna.event.ProvisionerEvent;
import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ProvisionerEvent.InfrastructureReleased;
import dev.kahuna.event.ProvisionerEvent.PreflightPassed;
import dev.kahuna.event.ProvisionerEvent.PreflightRejected;
import dev.kahuna.event.ProvisionerEvent.Severity;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.event.ProvisionerEvent.TargetDeleted;
import java.util.List;
import java.util.Locale;

/** Sentences for the facts of provisioner-service. */
final class ProvisionerSentences {
  private ProvisionerSentences() {}

  static String of(ProvisionerEvent event) {
    return switch (event) {
      case PreflightPassed(var findings) -> "Preflight passed: %s.".formatted(counts(findings));
      case PreflightRejected(var findings) ->
          "Preflight rejected the migration and launched nothing: %s. Fix what blocks, then request a migration with another id."
              .formatted(counts(findings));
      case HostLaunched h ->
          "The %s host runs: %s at %s."
              .formatted(h.role().name().toLowerCase(Locale.ROOT), h.instanceId(), h.address());
      case TargetCreated t ->
          "The Aurora cluster %s (%s) is available at %s:%d."
              .formatted(t.cluster(), t.engineVersion(), t.host(), t.port());
      case TargetDeleted d -> "The Aurora cluster was deleted; another one takes its place.";
      case InfrastructureReleased(var released) ->
          released.isEmpty()
              ? "Nothing was left to delete."
              : "Deleted: %s.".formatted(String.join(", ", released));
    };
  }

  private static String counts(List<Finding> findings) {
    return "%d passed, %d warnings, %d blocking"
        .formatted(
            count(findings, Severity.PASS),
            count(findings, Severity.WARN),
            count(findings, Severity.BLOCK));
  }

  private static long count(List<Finding> findings, Severity severity) {
    return findings.stream().filter(f -> f.severity() == severity).count();
  }
}
