package dev.kahuna.provisioner.host;

import dev.kahuna.failure.Rejected;
import dev.kahuna.request.MigrationRequest.Replica;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;

/** Finds the machine image of the hosts. */
public final class HostImages {
  private final Ec2Client ec2;
  private final ImageSettings settings;

  public HostImages(Ec2Client ec2, ImageSettings settings) {
    this.ec2 = ec2;
    this.settings = settings;
  }

  /**
   * {@code x86_64} or {@code arm64}.
   *
   * @throws software.amazon.awssdk.services.ec2.model.Ec2Exception if there is no such type
   */
  public String architecture(String instanceType) {
    return ec2
        .describeInstanceTypes(r -> r.instanceTypesWithStrings(instanceType))
        .instanceTypes()
        .getFirst()
        .processorInfo()
        .supportedArchitecturesAsStrings()
        .stream()
        .filter(architecture -> !architecture.equals("i386"))
        .findFirst()
        .orElseThrow(
            () ->
                new Rejected(
                    instanceType
                        + " does not run 64-bit Linux. Choose another replica.instance-type."));
  }

  /**
   * The newest image that matches the request and runs on its instance type.
   *
   * @throws Rejected when there is none
   */
  public Image newest(Replica replica) {
    var architecture = architecture(replica.instanceType());
    var label = architecture.equals("arm64") ? "arm64" : "amd64";
    var pattern = replica.image().orElse(settings.ubuntu().formatted(label));
    return ec2
        .describeImages(
            r ->
                r.owners(settings.owner(), "self")
                    .filters(
                        filter("name", pattern),
                        filter("architecture", architecture),
                        filter("state", "available")))
        .images()
        .stream()
        .max(Comparator.comparing(Image::creationDate))
        .orElseThrow(
            () ->
                new Rejected(
                    ("Neither %2$s nor this account has a machine image named %1$s for %3$s. Change"
                            + " replica.image.")
                        .formatted(pattern, settings.owner(), architecture)));
  }

  private static Filter filter(String name, String value) {
    return Filter.builder().name(name).values(List.of(value)).build();
  }
}
