package dev.kahuna.provisioner.preflight;

import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.migration.Migration;
import dev.kahuna.provisioner.aws.AwsNames;
import dev.kahuna.provisioner.target.Clusters;
import java.util.List;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBEngineVersion;

/** Checks that Aurora offers the version on that instance class, and that the name is free. */
public final class TargetCheck implements Check {
  private static final String ENGINE = "aurora-postgresql";

  private final RdsClient rds;

  public TargetCheck(RdsClient rds) {
    this.rds = rds;
  }

  @Override
  public String name() {
    return "target";
  }

  @Override
  public List<Finding> look(Migration migration) {
    var target = migration.request().target();
    var offered = offered(target.majorVersion());
    if (!offered.contains(target.engineVersion())) {
      return List.of(
          block(
              "Aurora does not offer version %s in this region. Set target.engine-version to one"
                  + " of: %s",
              target.engineVersion(), String.join(", ", offered)));
    }
    if (!orderable(target.engineVersion(), target.instanceClass())) {
      return List.of(
          block(
              "Aurora %s does not run on %s in this region. Choose another target.instance-class.",
              target.engineVersion(), target.instanceClass()));
    }
    if (migration.id().contains("--")) {
      return List.of(
          block("RDS takes no name with two hyphens in a row. Give the migration another id."));
    }
    new Clusters(rds).find(new AwsNames(migration.id()));
    return List.of(
        pass("Aurora PostgreSQL %s on %s", target.engineVersion(), target.instanceClass()));
  }

  private List<String> offered(int majorVersion) {
    return rds
        .describeDBEngineVersionsPaginator(
            r -> r.engine(ENGINE).dbParameterGroupFamily(ENGINE + majorVersion))
        .stream()
        .flatMap(page -> page.dbEngineVersions().stream())
        .map(DBEngineVersion::engineVersion)
        .toList();
  }

  private boolean orderable(String version, String instanceClass) {
    return rds
        .describeOrderableDBInstanceOptions(
            r -> r.engine(ENGINE).engineVersion(version).dbInstanceClass(instanceClass))
        .orderableDBInstanceOptions()
        .stream()
        .anyMatch(option -> option.dbInstanceClass().equals(instanceClass));
  }
}
