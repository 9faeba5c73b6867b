package dev.kahuna.standin.aws.ec2;

import dev.kahuna.standin.aws.protocol.AwsAccount;
import dev.kahuna.standin.aws.protocol.AwsError;
import dev.kahuna.standin.aws.protocol.Params;
import dev.kahuna.standin.aws.protocol.QueryAction;
import dev.kahuna.standin.aws.protocol.Xml;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Canonical's Ubuntu LTS images, and the instance types to run them on. */
final class Images {
  private static final String CANONICAL = "099720109477";
  private static final Ec2Tags.NotFound NO_IMAGE =
      new Ec2Tags.NotFound("InvalidAMIID.NotFound", "image id");

  /** An image; {@code created} has no offset of its own in EC2's answers but {@code Z}. */
  record Image(String id, String name, String architecture, String created) implements Ec2Resource {
    @Override
    public Optional<List<String>> field(String filter) {
      return switch (filter) {
        case "image-id" -> Optional.of(List.of(id));
        case "name" -> Optional.of(List.of(name));
        case "architecture" -> Optional.of(List.of(architecture));
        case "owner-id" -> Optional.of(List.of(CANONICAL));
        case "state" -> Optional.of(List.of("available"));
        case "virtualization-type" -> Optional.of(List.of("hvm"));
        case "root-device-type" -> Optional.of(List.of("ebs"));
        case "is-public" -> Optional.of(List.of("true"));
        default -> Optional.empty();
      };
    }
  }

  private record InstanceType(String id, String zone) implements Ec2Resource {
    @Override
    public Optional<List<String>> field(String filter) {
      return switch (filter) {
        case "instance-type" -> Optional.of(List.of(id));
        case "location" -> Optional.of(List.of(zone));
        default -> Optional.empty();
      };
    }
  }

  private static final List<Image> ALL =
      List.of(
          image("ami-0a1e5f0c2b7d90011", "jammy-22.04", "amd64", "20260512"),
          image("ami-0a1e5f0c2b7d90012", "jammy-22.04", "arm64", "20260512"),
          image("ami-0a1e5f0c2b7d90021", "noble-24.04", "amd64", "20260218"),
          image("ami-0a1e5f0c2b7d90022", "noble-24.04", "amd64", "20260610"),
          image("ami-0a1e5f0c2b7d90023", "noble-24.04", "arm64", "20260610"));

  private static final List<String> TYPES =
      Stream.of("t3", "t4g", "m6i", "m7i", "m7g", "r6i", "r7i", "r7g")
          .flatMap(
              family ->
                  Stream.of("small", "medium", "large", "xlarge", "2xlarge", "4xlarge", "8xlarge")
                      .map(size -> family + "." + size))
          .toList();

  private final AwsAccount account;
  private final Ec2Tags tags;

  Images(AwsAccount account, Ec2Tags tags) {
    this.account = account;
    this.tags = tags;
  }

  Map<String, QueryAction> actions() {
    return Map.of(
        "DescribeImages", this::describeImages,
        "DescribeInstanceTypes", this::describeInstanceTypes,
        "DescribeInstanceTypeOfferings", this::describeInstanceTypeOfferings);
  }

  /** The image, provided that a machine of this type can run it. */
  Image runnableOn(String imageId, String instanceType) {
    var image =
        ALL.stream()
            .filter(each -> each.id().equals(imageId))
            .findFirst()
            .orElseThrow(() -> NO_IMAGE.error(imageId));
    if (!TYPES.contains(instanceType)) {
      throw AwsError.badRequest(
          "InvalidParameterValue", "Invalid value '%s' for InstanceType.", instanceType);
    }
    var runs = architecture(instanceType);
    if (!runs.equals(image.architecture())) {
      throw AwsError.badRequest(
          "InvalidParameterValue",
          "The architecture '%s' of the specified instance type does not match the architecture"
              + " '%s' of the specified AMI.",
          runs,
          image.architecture());
    }
    return image;
  }

  private void describeImages(Params request, Xml response) {
    var owners = request.list("Owner");
    var seen = owners.isEmpty() || owners.contains(CANONICAL) ? ALL : List.<Image>of();
    response.list(
        "imagesSet",
        "item",
        tags.select(seen, request.list("ImageId"), Ec2Filter.of(request), NO_IMAGE),
        (xml, image) ->
            xml.text("imageId", image.id())
                .text("imageLocation", "amazon/" + image.name())
                .text("imageState", "available")
                .text("imageOwnerId", CANONICAL)
                .text("creationDate", image.created())
                .text("isPublic", true)
                .text("architecture", image.architecture())
                .text("imageType", "machine")
                .text("name", image.name())
                .text("rootDeviceType", "ebs")
                .text("rootDeviceName", "/dev/sda1")
                .text("virtualizationType", "hvm")
                .text("hypervisor", "xen"));
  }

  private static String architecture(String instanceType) {
    return instanceType.matches("\\w\\dg\\..*") ? "arm64" : "x86_64";
  }

  private void describeInstanceTypes(Params request, Xml response) {
    var asked = request.list("InstanceType");
    var unknown = asked.stream().filter(type -> !TYPES.contains(type)).toList();
    if (!unknown.isEmpty()) {
      throw AwsError.badRequest(
          "InvalidInstanceType", "The following supplied instance types do not exist: %s", unknown);
    }
    response.list(
        "instanceTypeSet",
        "item",
        asked.isEmpty() ? TYPES : asked,
        (xml, type) ->
            xml.text("instanceType", type)
                .text("currentGeneration", true)
                .group(
                    "processorInfo",
                    info ->
                        info.texts("supportedArchitectures", "item", List.of(architecture(type)))));
  }

  private void describeInstanceTypeOfferings(Params request, Xml response) {
    var byZone = request.find("LocationType").filter("availability-zone"::equals).isPresent();
    var location = byZone ? account.region() + "a" : account.region();
    var offered = TYPES.stream().map(type -> new InstanceType(type, location)).toList();
    response.list(
        "instanceTypeOfferingSet",
        "item",
        tags.select(
            offered,
            List.of(),
            Ec2Filter.of(request),
            new Ec2Tags.NotFound("InvalidInstanceType", "instance type")),
        (xml, type) ->
            xml.text("instanceType", type.id())
                .text("locationType", byZone ? "availability-zone" : "region")
                .text("location", type.zone()));
  }

  private static Image image(String id, String release, String architecture, String date) {
    var name =
        "ubuntu/images/hvm-ssd-gp3/ubuntu-%s-%s-server-%s".formatted(release, architecture, date);
    var created =
        "%s-%s-%sT05:30:00.000Z"
            .formatted(date.substring(0, 4), date.substring(4, 6), date.substring(6));
    return new Image(id, name, architecture.equals("amd64") ? "x86_64" : "arm64", created);
  }
}
