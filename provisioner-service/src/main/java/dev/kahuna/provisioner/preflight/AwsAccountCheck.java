package dev.kahuna.provisioner.preflight;

import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.migration.Migration;
import java.util.List;
import software.amazon.awssdk.services.sts.StsClient;

/** Checks that the service's AWS credentials work, and shows whose they are. */
public final class AwsAccountCheck implements Check {
  private final StsClient sts;

  public AwsAccountCheck(StsClient sts) {
    this.sts = sts;
  }

  @Override
  public String name() {
    return "aws-account";
  }

  @Override
  public List<Finding> look(Migration migration) {
    var caller = sts.getCallerIdentity();
    return List.of(pass("Account %s, as %s", caller.account(), caller.arn()));
  }
}
