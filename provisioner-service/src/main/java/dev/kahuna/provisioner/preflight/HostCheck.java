package dev.kahuna.provisioner.preflight;

import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.migration.Migration;
import dev.kahuna.provisioner.aws.AwsFailures;
import dev.kahuna.provisioner.host.HostImages;
import dev.kahuna.provisioner.host.MigrationNetwork;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Image;

/** Checks that there is an image and a subnet for the hosts and that they may be launched. */
public final class HostCheck implements Check {
  private static final int FIRST_ON_EITHER = 18;

  private final Ec2Client ec2;
  private final HostImages images;
  private final MigrationNetwork network;

  public HostCheck(Ec2Client ec2, HostImages images, MigrationNetwork network) {
    this.ec2 = ec2;
    this.images = images;
    this.network = network;
  }

  @Override
  public String name() {
    return "hosts";
  }

  @Override
  public List<Finding> look(Migration migration) {
    var replica = migration.request().replica();
    var findings = new ArrayList<Finding>();
    var image = images.newest(replica);
    var subnet = network.subnet(migration.request());
    findings.add(
        pass("Image %s, subnet %s in %s", image.name(), subnet.subnetId(), subnet.vpcId()));
    if (image.architectureAsString().equals("arm64")) {
      findings.add(arm(replica.instanceType(), migration.request().source().version()));
    }
    mayLaunch(image, subnet.subnetId(), replica.instanceType());
    findings.add(pass("The account may launch %s", replica.instanceType()));
    return findings;
  }

  /**
   * C's {@code char} is signed on x86-64 and unsigned on Arm, and indexes such as those of pg_trgm
   * are sorted by it. From version 18 on the control file records the signedness of a database (<a
   * href="https://www.postgresql.org/docs/18/app-pgupgrade.html">--set-char-signedness</a>).
   */
  private Finding arm(String instanceType, int major) {
    return major < FIRST_ON_EITHER
        ? block(
            "Heroku's servers are x86-64 and %s is Arm, where Postgres %d expects another order of some"
                + " index entries: queries would miss rows. Choose an Intel or AMD type as"
                + " replica.instance-type.",
            instanceType, major)
        : warn(
            "Heroku's servers are x86-64 and %s is Arm. Postgres does not guarantee that files"
                + " of one work on the other: prefer an Intel or AMD type.",
            instanceType);
  }

  /** A dry run: EC2 answers as for a launch but launches nothing. */
  private void mayLaunch(Image image, String subnet, String instanceType) {
    try {
      ec2.runInstances(
          r ->
              r.dryRun(true)
                  .imageId(image.imageId())
                  .instanceType(instanceType)
                  .subnetId(subnet)
                  .minCount(1)
                  .maxCount(1));
    } catch (Ec2Exception e) {
      if (!AwsFailures.code(e).equals("DryRunOperation")) {
        throw e;
      }
    }
  }
}
