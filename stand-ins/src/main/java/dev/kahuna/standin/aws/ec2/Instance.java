package dev.kahuna.standin.aws.ec2;

import dev.kahuna.standin.aws.protocol.Xml;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** An instance. Its state is read off the work of booting and ending it. */
final class Instance implements Ec2Resource {

  /** The states of an instance, with EC2's numbers for them. */
  enum State {
    PENDING(0, "pending"),
    RUNNING(16, "running"),
    SHUTTING_DOWN(32, "shutting-down"),
    TERMINATED(48, "terminated");

    private final int code;
    final String label;

    State(int code, String label) {
      this.code = code;
      this.label = label;
    }

    void describe(Xml xml, String element) {
      xml.group(element, state -> state.text("code", code).text("name", label));
    }
  }

  /**
   * What was asked for.
   *
   * @param profile name of the instance profile, whose credentials this stand-in gives to nobody
   */
  record Request(
      Images.Image image,
      String type,
      Optional<String> keyName,
      Optional<String> profile,
      List<SecurityGroups.Group> groups,
      Network.Subnet subnet,
      String clientToken,
      Instant launchedAt) {}

  private final String id;
  private final Request request;
  private List<Volumes.Volume> volumes = List.of();
  private CompletableFuture<BootedInstance> boot = new CompletableFuture<>();
  private Optional<CompletableFuture<Boolean>> end = Optional.empty();

  Instance(String id, Request request) {
    this.id = id;
    this.request = request;
  }

  @Override
  public String id() {
    return id;
  }

  Request request() {
    return request;
  }

  List<Volumes.Volume> volumes() {
    return volumes;
  }

  void booting(List<Volumes.Volume> withVolumes, CompletableFuture<BootedInstance> work) {
    volumes = List.copyOf(withVolumes);
    boot = work;
  }

  CompletableFuture<BootedInstance> boot() {
    return boot;
  }

  /** Whether somebody asked for its end already. */
  boolean isEnding() {
    return end.isPresent();
  }

  void ending(CompletableFuture<Boolean> work) {
    end = Optional.of(work);
  }

  State state() {
    if (end.isPresent()) {
      return end.get().isDone() ? State.TERMINATED : State.SHUTTING_DOWN;
    }
    if (boot.isCompletedExceptionally()) {
      return State.TERMINATED;
    }
    return boot.isDone() ? State.RUNNING : State.PENDING;
  }

  boolean exists() {
    return state() != State.TERMINATED;
  }

  /** The host, once it is up and until it is gone. */
  Optional<BootedInstance> host() {
    return state() == State.RUNNING ? Optional.of(boot.join()) : Optional.empty();
  }

  @Override
  public Optional<List<String>> field(String filter) {
    return switch (filter) {
      case "instance-id" -> Optional.of(List.of(id));
      case "instance-state-name" -> Optional.of(List.of(state().label));
      case "instance-type" -> Optional.of(List.of(request.type()));
      case "image-id" -> Optional.of(List.of(request.image().id()));
      case "key-name" -> Optional.of(request.keyName().stream().toList());
      case "client-token" -> Optional.of(List.of(request.clientToken()));
      case "vpc-id" -> Optional.of(List.of(request.subnet().vpcId()));
      case "subnet-id" -> Optional.of(List.of(request.subnet().id()));
      case "availability-zone" -> Optional.of(List.of(request.subnet().zone()));
      case "instance.group-id" ->
          Optional.of(request.groups().stream().map(SecurityGroups.Group::id).toList());
      case "private-ip-address", "ip-address" ->
          Optional.of(host().map(BootedInstance::address).stream().toList());
      default -> Optional.empty();
    };
  }

  /** Writes it as DescribeInstances and RunInstances do. */
  void describe(Xml xml, Ec2Tags tags) {
    xml.text("instanceId", id).text("imageId", request.image().id());
    state().describe(xml, "instanceState");
    if (boot.isCompletedExceptionally()) {
      xml.group(
          "stateReason",
          reason ->
              reason
                  .text("code", "Server.InternalError")
                  .text("message", "Server.InternalError: Internal error on launch"));
    }
    request
        .profile()
        .ifPresent(
            name ->
                xml.group(
                    "iamInstanceProfile",
                    profile -> profile.text("arn", "arn:aws:iam::instance-profile/" + name)));
    xml.text("keyName", request.keyName())
        .text("amiLaunchIndex", 0)
        .text("instanceType", request.type())
        .time("launchTime", request.launchedAt())
        .group("placement", at -> at.text("availabilityZone", request.subnet().zone()))
        .text("subnetId", request.subnet().id())
        .text("vpcId", request.subnet().vpcId())
        .text("privateIpAddress", host().map(BootedInstance::address))
        .text("ipAddress", host().map(BootedInstance::address))
        .list("groupSet", "item", request.groups(), Instance::describeGroup)
        .text("architecture", request.image().architecture())
        .text("rootDeviceType", "ebs")
        .text("rootDeviceName", Volumes.ROOT_DEVICE)
        .list("blockDeviceMapping", "item", volumes, Instance::describeMapping)
        .text("virtualizationType", "hvm")
        .text("clientToken", request.clientToken())
        .ec2Tags(tags.of(id));
  }

  private static void describeGroup(Xml xml, SecurityGroups.Group group) {
    xml.text("groupId", group.id()).text("groupName", group.name());
  }

  private static void describeMapping(Xml xml, Volumes.Volume volume) {
    xml.text("deviceName", volume.device())
        .group(
            "ebs",
            ebs ->
                ebs.text("volumeId", volume.id())
                    .text("status", "attached")
                    .time("attachTime", volume.createdAt())
                    .text("deleteOnTermination", volume.deleteOnTermination()));
  }
}
