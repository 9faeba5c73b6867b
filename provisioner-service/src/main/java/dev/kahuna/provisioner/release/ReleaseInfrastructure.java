package dev.kahuna.provisioner.release;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.ProvisionerEvent.InfrastructureReleased;
import dev.kahuna.event.ProvisionerEvent.TargetDeleted;
import dev.kahuna.event.Site;
import dev.kahuna.migration.AppSite;
import dev.kahuna.migration.Migration;
import dev.kahuna.migration.SecretNames;
import dev.kahuna.provisioner.aws.AwsNames;
import dev.kahuna.provisioner.release.Removal.Result;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.StepOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.rds.RdsClient;

/**
 * Removes what the migration created in AWS and the app does not use: everything while the app is
 * on Heroku's database, everything but the cluster when it is on Aurora, the cluster when it stays
 * on the replica.
 */
public final class ReleaseInfrastructure {
  private final Ec2Client ec2;
  private final RdsClient rds;
  private final Secrets secrets;
  private final Duration recheck;

  public ReleaseInfrastructure(Ec2Client ec2, RdsClient rds, Secrets secrets, Duration recheck) {
    this.ec2 = ec2;
    this.rds = rds;
    this.secrets = secrets;
    this.recheck = recheck;
  }

  /** One round: removes what can be removed now and reports what remains. */
  public StepOutcome release(Migration migration) {
    var names = new AwsNames(migration.id());
    var results = removals(migration).stream().map(removal -> removal.remove(names)).toList();
    var remaining = results.stream().flatMap(result -> result.remaining().stream()).toList();
    if (!remaining.isEmpty()) {
      return StepOutcome.notYet("Removing: " + String.join("; ", remaining), recheck);
    }
    var released = new ArrayList<String>();
    results.stream().map(Result::gone).forEach(released::addAll);
    // The replica's hosts are reached with the secrets, and the app logs in with one of them.
    if (AppSite.of(migration) != Site.REPLICA) {
      secrets.forget(migration.id());
      released.add("secrets " + SecretNames.prefix(migration.id()));
    }
    return StepOutcome.done(new InfrastructureReleased(List.copyOf(released)));
  }

  /** One round of deleting the cluster alone, which the app does not use. */
  public StepOutcome deleteTarget(Migration migration) {
    if (AppSite.of(migration) == Site.AURORA) {
      throw new IllegalStateException(migration.id() + ": the app is on Aurora");
    }
    var remaining = new TargetRemoval(rds).remove(new AwsNames(migration.id())).remaining();
    return remaining.isEmpty()
        ? StepOutcome.done(new TargetDeleted(migration.attempt(AttemptSeries.TARGET)))
        : StepOutcome.notYet(String.join("; ", remaining), recheck);
  }

  /** Dependents first. */
  private List<Removal> removals(Migration migration) {
    var app = AppSite.of(migration);
    var network = new NetworkRemoval(ec2, app);
    return switch (app) {
      case HEROKU ->
          List.of(new HostRemoval(ec2), new TargetRemoval(rds), network, this::removeKeyPair);
      case REPLICA -> List.of(new TargetRemoval(rds), network);
      case AURORA -> List.of(new HostRemoval(ec2), network, this::removeKeyPair);
    };
  }

  private Result removeKeyPair(AwsNames names) {
    ec2.describeKeyPairs(r -> r.filters(names.tagFilter()))
        .keyPairs()
        .forEach(pair -> ec2.deleteKeyPair(r -> r.keyPairId(pair.keyPairId())));
    return Result.gone("key pair " + names.base());
  }
}
