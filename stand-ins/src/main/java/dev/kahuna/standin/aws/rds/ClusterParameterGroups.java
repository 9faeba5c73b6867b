package dev.kahuna.standin.aws.rds;

import dev.kahuna.standin.aws.protocol.AwsAccount;
import dev.kahuna.standin.aws.protocol.AwsError;
import dev.kahuna.standin.aws.protocol.Params;
import dev.kahuna.standin.aws.protocol.QueryAction;
import dev.kahuna.standin.aws.protocol.Xml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Cluster parameter groups, with the parameters that matter for replication. */
final class ClusterParameterGroups {

  /** A group; {@code set} are the parameters that differ from the engine's defaults. */
  record Group(
      String name, String family, String description, String arn, Map<String, String> set) {}

  private record Parameter(String name, String byDefault, boolean isStatic) {}

  private static final List<Parameter> PARAMETERS =
      List.of(
          new Parameter("max_connections", "LEAST({DBInstanceClassMemory/9531392},5000)", true),
          new Parameter("max_locks_per_transaction", "64", true),
          new Parameter("max_logical_replication_workers", "4", true),
          new Parameter("max_replication_slots", "20", true),
          new Parameter("max_sync_workers_per_subscription", "2", false),
          new Parameter("max_wal_senders", "20", true),
          new Parameter("max_worker_processes", "GREATEST({DBInstanceVCPU*2},8)", true),
          new Parameter("rds.force_ssl", "1", false),
          new Parameter("rds.logical_replication", "0", true),
          new Parameter("shared_preload_libraries", "pg_stat_statements", true),
          new Parameter("synchronous_commit", "on", false),
          new Parameter("wal_sender_timeout", "30000", false));

  private final AwsAccount account;
  private final RdsTags tags;
  private final EngineVersions versions;
  private final Map<String, Group> groups = new TreeMap<>();
  private Predicate<String> inUse = name -> false;

  ClusterParameterGroups(AwsAccount account, RdsTags tags, EngineVersions versions) {
    this.account = account;
    this.tags = tags;
    this.versions = versions;
  }

  Map<String, QueryAction> actions() {
    return Map.of(
        "CreateDBClusterParameterGroup", this::create,
        "DescribeDBClusterParameterGroups", this::describe,
        "ModifyDBClusterParameterGroup", this::modify,
        "DescribeDBClusterParameters", this::describeParameters,
        "DeleteDBClusterParameterGroup", this::delete);
  }

  /** Sets who says whether a cluster uses a group, which then may not be deleted. */
  void usedWhen(Predicate<String> user) {
    inUse = user;
  }

  /** What the group of this name sets; nothing for the engine's own default group. */
  Map<String, String> settings(String name, String engineVersion) {
    var family = EngineVersions.family(engineVersion);
    if (name.equals("default." + family)) {
      return Map.of();
    }
    var group = byName(name, "DBClusterParameterGroupNotFound");
    if (!group.family().equals(family)) {
      throw AwsError.badRequest(
          "InvalidParameterCombination",
          "The Parameter Group %s with DBParameterGroupFamily %s can't be used for this instance."
              + " Please use a Parameter Group with DBParameterGroupFamily %s",
          name,
          group.family(),
          family);
    }
    return group.set();
  }

  private Group byName(String name, String notFound) {
    return Optional.ofNullable(groups.get(name))
        .orElseThrow(
            () -> AwsError.notFound(notFound, "DBClusterParameterGroup %s not found.", name));
  }

  private Group byName(String name) {
    return byName(name, "DBParameterGroupNotFound");
  }

  private void create(Params request, Xml response) {
    var name = request.required("DBClusterParameterGroupName");
    var family = request.required("DBParameterGroupFamily");
    if (!versions.hasFamily(family)) {
      throw AwsError.badRequest(
          "InvalidParameterValue", "ParameterGroupFamily %s is not valid", family);
    }
    if (groups.containsKey(name)) {
      throw AwsError.badRequest(
          "DBParameterGroupAlreadyExists", "Parameter group %s already exists", name);
    }
    var arn = account.arn("rds", "cluster-pg:" + name);
    var group = new Group(name, family, request.required("Description"), arn, new TreeMap<>());
    groups.put(name, group);
    tags.onCreation(request, arn);
    response.group("DBClusterParameterGroup", xml -> describe(xml, group));
  }

  private void describe(Params request, Xml response) {
    var found =
        request
            .find("DBClusterParameterGroupName")
            .map(name -> List.of(byName(name)))
            .orElseGet(() -> List.copyOf(groups.values()));
    response.list("DBClusterParameterGroups", "DBClusterParameterGroup", found, this::describe);
  }

  private void describe(Xml xml, Group group) {
    xml.text("DBClusterParameterGroupName", group.name())
        .text("DBParameterGroupFamily", group.family())
        .text("Description", group.description())
        .text("DBClusterParameterGroupArn", group.arn());
  }

  private void modify(Params request, Xml response) {
    var group = byName(request.required("DBClusterParameterGroupName"));
    var changes = new TreeMap<String, String>();
    for (var change : request.structures("Parameters")) {
      var parameter = parameter(change.required("ParameterName"));
      if (parameter.isStatic() && !change.required("ApplyMethod").equals("pending-reboot")) {
        throw AwsError.badRequest(
            "InvalidParameterCombination",
            "cannot use immediate apply method for static parameter");
      }
      changes.put(parameter.name(), change.required("ParameterValue"));
    }
    group.set().putAll(changes);
    response.text("DBClusterParameterGroupName", group.name());
  }

  private static Parameter parameter(String name) {
    return PARAMETERS.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                AwsError.badRequest(
                    "InvalidParameterValue", "Could not find parameter with name: %s", name));
  }

  private void describeParameters(Params request, Xml response) {
    var group = byName(request.required("DBClusterParameterGroupName"));
    var onlySet = request.find("Source").filter("user"::equals).isPresent();
    var shown = new ArrayList<>(PARAMETERS);
    shown.removeIf(parameter -> onlySet && !group.set().containsKey(parameter.name()));
    response.list(
        "Parameters",
        "Parameter",
        shown,
        (xml, parameter) ->
            xml.text("ParameterName", parameter.name())
                .text(
                    "ParameterValue",
                    group.set().getOrDefault(parameter.name(), parameter.byDefault()))
                .text("Source", group.set().containsKey(parameter.name()) ? "user" : "system")
                .text("ApplyType", parameter.isStatic() ? "static" : "dynamic")
                .text("ApplyMethod", parameter.isStatic() ? "pending-reboot" : "immediate")
                .text("IsModifiable", true));
  }

  private void delete(Params request, Xml response) {
    var group = byName(request.required("DBClusterParameterGroupName"));
    if (inUse.test(group.name())) {
      throw AwsError.badRequest(
          "InvalidDBParameterGroupState",
          "One or more database clusters are still members of this parameter group %s, so the"
              + " group cannot be deleted",
          group.name());
    }
    groups.remove(group.name());
    tags.forget(group.arn());
  }
}
