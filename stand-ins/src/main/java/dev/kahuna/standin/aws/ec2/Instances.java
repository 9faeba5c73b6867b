package dev.kahuna.standin.aws.ec2;

import dev.kahuna.standin.aws.protocol.AwsAccount;
import dev.kahuna.standin.aws.protocol.AwsError;
import dev.kahuna.standin.aws.protocol.Background;
import dev.kahuna.standin.aws.protocol.Params;
import dev.kahuna.standin.aws.protocol.QueryAction;
import dev.kahuna.standin.aws.protocol.ResourceIds;
import dev.kahuna.standin.aws.protocol.Xml;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The instances of EC2: each is a host that {@link InstanceHost} boots. */
final class Instances {
  private static final Ec2Tags.NotFound NO_INSTANCE =
      new Ec2Tags.NotFound("InvalidInstanceID.NotFound", "instance ID");

  /** What one RunInstances call launched. */
  private record Reservation(String id, Params request, List<Instance> instances) {}

  private final AwsAccount account;
  private final Clock clock;
  private final Background background;
  private final InstanceHost hosts;
  private final Ec2Parts parts;
  private final Map<String, Instance> instances = new LinkedHashMap<>();
  private final Map<String, Reservation> byClientToken = new HashMap<>();

  /** What a launch refers to. */
  record Ec2Parts(
      Ec2Tags tags,
      Network network,
      Images images,
      KeyPairs keyPairs,
      SecurityGroups securityGroups,
      Volumes volumes) {}

  Instances(
      AwsAccount account, Clock clock, Background background, InstanceHost hosts, Ec2Parts parts) {
    this.account = account;
    this.clock = clock;
    this.background = background;
    this.hosts = hosts;
    this.parts = parts;
    parts.securityGroups().usedBy(this::uses);
  }

  Map<String, QueryAction> actions() {
    return Map.of(
        "RunInstances", this::runInstances,
        "DescribeInstances", this::describeInstances,
        "DescribeInstanceStatus", this::describeInstanceStatus,
        "GetConsoleOutput", this::getConsoleOutput,
        "TerminateInstances", this::terminateInstances);
  }

  private boolean uses(String groupId) {
    return instances.values().stream()
        .filter(Instance::exists)
        .flatMap(instance -> instance.request().groups().stream())
        .anyMatch(group -> group.id().equals(groupId));
  }

  private void runInstances(Params request, Xml response) {
    var token = request.find("ClientToken").orElseGet(() -> ResourceIds.hex(16));
    var before = byClientToken.get(token);
    if (before != null && !before.request().equals(request)) {
      throw AwsError.badRequest(
          "IdempotentParameterMismatch",
          "The client token %s was used with other parameters before.",
          token);
    }
    var reservation = before == null ? launch(request, token) : before;
    byClientToken.put(token, reservation);
    response
        .text("reservationId", reservation.id())
        .text("ownerId", account.accountId())
        .list(
            "instancesSet",
            "item",
            reservation.instances(),
            (xml, each) -> each.describe(xml, parts.tags()));
  }

  private Reservation launch(Params request, String token) {
    var asked = asked(request, token);
    var loginKeys =
        asked.keyName().map(parts.keyPairs()::named).map(KeyPairs.KeyPair::publicKey).stream()
            .toList();
    var launched =
        IntStream.range(0, request.number("MaxCount", 1))
            .mapToObj(i -> launchOne(request, asked, loginKeys))
            .toList();
    return new Reservation(reservationId(launched.getFirst()), request, launched);
  }

  private Instance.Request asked(Params request, String token) {
    var type = request.find("InstanceType").orElse("t3.small");
    var network = request.structures("NetworkInterface").stream().findFirst().orElse(request);
    var subnet =
        network
            .find("SubnetId")
            .map(parts.network()::subnet)
            .orElseGet(() -> parts.network().subnets().getFirst());
    return new Instance.Request(
        parts.images().runnableOn(request.required("ImageId"), type),
        type,
        request.find("KeyName"),
        request.find("IamInstanceProfile.Name"),
        parts.securityGroups().byIds(network.list("SecurityGroupId")),
        subnet,
        token,
        clock.instant());
  }

  private Instance launchOne(Params request, Instance.Request asked, List<String> loginKeys) {
    var instance = new Instance(ResourceIds.next("i"), asked);
    var volumes =
        parts
            .volumes()
            .create(
                request, instance.id(), asked.subnet().zone(), clock.instant(), instance::exists);
    var launch =
        new InstanceLaunch(
            instance.id(),
            loginKeys,
            volumes.stream()
                .filter(volume -> !volume.device().equals(Volumes.ROOT_DEVICE))
                .map(each -> new InstanceLaunch.Volume(each.id(), each.device(), each.sizeGib()))
                .toList(),
            parts.network().nextAddress(asked.subnet()));
    parts.tags().onCreation(request, "instance", instance.id());
    instances.put(instance.id(), instance);
    instance.booting(volumes, background.run(() -> hosts.boot(launch)));
    return instance;
  }

  private static String reservationId(Instance instance) {
    return "r" + instance.id().substring(1);
  }

  private void describeInstances(Params request, Xml response) {
    response.list(
        "reservationSet",
        "item",
        select(request),
        (xml, instance) ->
            xml.text("reservationId", reservationId(instance))
                .text("ownerId", account.accountId())
                .group(
                    "instancesSet",
                    set -> set.group("item", item -> instance.describe(item, parts.tags()))));
  }

  private void describeInstanceStatus(Params request, Xml response) {
    var all = request.flag("IncludeAllInstances");
    response.list(
        "instanceStatusSet",
        "item",
        select(request).stream()
            .filter(instance -> all || instance.state() == Instance.State.RUNNING)
            .toList(),
        (xml, instance) -> {
          var status = instance.state() == Instance.State.RUNNING ? "ok" : "initializing";
          xml.text("instanceId", instance.id())
              .text("availabilityZone", instance.request().subnet().zone());
          instance.state().describe(xml, "instanceState");
          xml.group("instanceStatus", each -> each.text("status", status))
              .group("systemStatus", each -> each.text("status", status));
        });
  }

  private List<Instance> select(Params request) {
    return parts
        .tags()
        .select(instances.values(), request.list("InstanceId"), Ec2Filter.of(request), NO_INSTANCE);
  }

  /** What cloud-init prints at the end of the first boot; nothing before that. */
  private void getConsoleOutput(Params request, Xml response) {
    var instance = byId(request.required("InstanceId"));
    response
        .text("instanceId", instance.id())
        .time("timestamp", clock.instant())
        .text("output", instance.host().map(Instances::console));
  }

  private static String console(BootedInstance host) {
    var text =
        """
        [    0.000000] Linux version 6.8.0-aws (stand-in)
        -----BEGIN SSH HOST KEY KEYS-----
        %s
        -----END SSH HOST KEY KEYS-----
        Cloud-init v. 25.1 finished. Datasource DataSourceEc2Local.  Up 0.10 seconds
        """
            .formatted(String.join("\n", host.hostKeyLines()))
            .replace("\n", "\r\n");
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private void terminateInstances(Params request, Xml response) {
    var ending = request.list("InstanceId").stream().map(this::byId).toList();
    response.list("instancesSet", "item", ending, this::terminate);
  }

  private void terminate(Xml xml, Instance instance) {
    var previous = instance.state();
    if (instance.exists() && !instance.isEnding()) {
      instance.ending(
          background.after(
              instance.boot(),
              () -> {
                hosts.terminate(instance.id());
                return true;
              }));
    }
    xml.text("instanceId", instance.id());
    instance.state().describe(xml, "currentState");
    previous.describe(xml, "previousState");
  }

  private Instance byId(String id) {
    if (!id.matches("i-[0-9a-f]{8,17}")) {
      throw AwsError.badRequest("InvalidInstanceID.Malformed", "Invalid id: \"%s\"", id);
    }
    return Optional.ofNullable(instances.get(id)).orElseThrow(() -> NO_INSTANCE.error(id));
  }
}
