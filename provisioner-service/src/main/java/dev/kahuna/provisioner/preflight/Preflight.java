package dev.kahuna.provisioner.preflight;

import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.event.ProvisionerEvent.PreflightPassed;
import dev.kahuna.event.ProvisionerEvent.PreflightRejected;
import dev.kahuna.event.ProvisionerEvent.Severity;
import dev.kahuna.failure.FailureKind;
import dev.kahuna.migration.Migration;
import dev.kahuna.provisioner.aws.AwsFailures;
import dev.kahuna.step.FailureClassifier;
import dev.kahuna.step.StepOutcome;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Runs every check, so that the operator reads all findings at once. */
public final class Preflight {
  private final List<Check> checks;
  private final FailureClassifier classifier;

  public Preflight(FailureClassifier classifier, Check... checks) {
    this.checks = List.of(checks);
    this.classifier = classifier;
  }

  /** Passed, or rejected with at least one finding that blocks. */
  public StepOutcome check(Migration migration) throws Exception {
    var findings = new ArrayList<Finding>();
    for (var check : checks) {
      findings.addAll(look(check, migration));
    }
    var blocked = findings.stream().anyMatch(finding -> finding.severity() == Severity.BLOCK);
    return StepOutcome.done(
        blocked ? new PreflightRejected(findings) : new PreflightPassed(findings));
  }

  private List<Finding> look(Check check, Migration migration) throws Exception {
    try {
      return check.look(migration);
    } catch (Exception e) {
      if (classifier.kind(e) != FailureKind.REJECTED) {
        throw e;
      }
      return List.of(check.block("%s", sentence(e)));
    }
  }

  private static String sentence(Exception e) {
    return e instanceof AwsServiceException aws
        ? AwsFailures.sentence(aws)
        : String.valueOf(e.getMessage());
  }
}
