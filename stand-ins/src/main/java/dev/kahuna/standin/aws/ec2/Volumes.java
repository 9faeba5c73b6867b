package dev.kahuna.standin.aws.ec2;

import dev.kahuna.standin.aws.protocol.AwsError;
import dev.kahuna.standin.aws.protocol.Params;
import dev.kahuna.standin.aws.protocol.QueryAction;
import dev.kahuna.standin.aws.protocol.ResourceIds;
import dev.kahuna.standin.aws.protocol.Xml;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** EBS volumes, all of them made by launches. */
final class Volumes {
  private static final Ec2Tags.NotFound NO_VOLUME =
      new Ec2Tags.NotFound("InvalidVolume.NotFound", "volume");
  static final String ROOT_DEVICE = "/dev/sda1";

  /** A volume and the instance that it was made for. */
  record Volume(
      String id,
      int sizeGib,
      String type,
      boolean encrypted,
      String device,
      boolean deleteOnTermination,
      String zone,
      Instant createdAt,
      String instanceId,
      AttachedTo attachedTo)
      implements Ec2Resource {

    /** Whether its instance still exists. */
    interface AttachedTo {
      boolean exists();
    }

    String status() {
      return attachedTo.exists() ? "in-use" : "available";
    }

    @Override
    public Optional<List<String>> field(String filter) {
      return switch (filter) {
        case "volume-id" -> Optional.of(List.of(id));
        case "status" -> Optional.of(List.of(status()));
        case "attachment.instance-id" ->
            Optional.of(attachedTo.exists() ? List.of(instanceId) : List.of());
        case "attachment.device" -> Optional.of(attachedTo.exists() ? List.of(device) : List.of());
        default -> Optional.empty();
      };
    }
  }

  private final Ec2Tags tags;
  private final Map<String, Volume> volumes = new TreeMap<>();

  Volumes(Ec2Tags tags) {
    this.tags = tags;
  }

  Map<String, QueryAction> actions() {
    return Map.of(
        "DescribeVolumes", this::describeVolumes,
        "DeleteVolume", this::deleteVolume);
  }

  /** The volumes of a launch: the root volume, and those of the block device mappings. */
  List<Volume> create(
      Params launch, String instanceId, String zone, Instant now, Volume.AttachedTo attachedTo) {
    var mappings = new ArrayList<Params>();
    if (launch.structures("BlockDeviceMapping").stream().noneMatch(Volumes::isRoot)) {
      mappings.add(new Params(new TreeMap<>(Map.of("DeviceName", ROOT_DEVICE))));
    }
    mappings.addAll(launch.structures("BlockDeviceMapping"));
    var made =
        mappings.stream()
            .map(
                mapping ->
                    new Volume(
                        ResourceIds.next("vol"),
                        mapping.number("Ebs.VolumeSize", 8),
                        mapping.find("Ebs.VolumeType").orElse("gp2"),
                        mapping.flag("Ebs.Encrypted"),
                        mapping.required("DeviceName"),
                        mapping.find("Ebs.DeleteOnTermination").map(Boolean::valueOf).orElse(true),
                        zone,
                        now,
                        instanceId,
                        attachedTo))
            .toList();
    for (var volume : made) {
      volumes.put(volume.id(), volume);
      tags.onCreation(launch, "volume", volume.id());
    }
    return made;
  }

  private static boolean isRoot(Params mapping) {
    return mapping.required("DeviceName").equals(ROOT_DEVICE);
  }

  private void describeVolumes(Params request, Xml response) {
    volumes.values().removeIf(each -> !each.attachedTo().exists() && each.deleteOnTermination());
    response.list(
        "volumeSet",
        "item",
        tags.select(volumes.values(), request.list("VolumeId"), Ec2Filter.of(request), NO_VOLUME),
        this::describe);
  }

  private void describe(Xml xml, Volume volume) {
    xml.text("volumeId", volume.id())
        .text("size", volume.sizeGib())
        .text("volumeType", volume.type())
        .text("encrypted", volume.encrypted())
        .text("availabilityZone", volume.zone())
        .text("status", volume.status())
        .time("createTime", volume.createdAt());
    if (volume.attachedTo().exists()) {
      xml.group(
          "attachmentSet",
          set ->
              set.group(
                  "item",
                  item ->
                      item.text("volumeId", volume.id())
                          .text("instanceId", volume.instanceId())
                          .text("device", volume.device())
                          .text("status", "attached")
                          .text("deleteOnTermination", volume.deleteOnTermination())
                          .time("attachTime", volume.createdAt())));
    }
    xml.ec2Tags(tags.of(volume.id()));
  }

  private void deleteVolume(Params request, Xml response) {
    var id = request.required("VolumeId");
    var volume = Optional.ofNullable(volumes.get(id)).orElseThrow(() -> NO_VOLUME.error(id));
    if (volume.attachedTo().exists()) {
      throw AwsError.badRequest(
          "VolumeInUse", "Volume %s is currently attached to %s", id, volume.instanceId());
    }
    volumes.remove(id);
    tags.forget(id);
    response.text("return", true);
  }
}
