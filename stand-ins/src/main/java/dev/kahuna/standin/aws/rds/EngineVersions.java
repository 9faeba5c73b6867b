package dev.kahuna.standin.aws.rds;

import dev.kahuna.standin.aws.protocol.AwsError;
import dev.kahuna.standin.aws.protocol.Params;
import dev.kahuna.standin.aws.protocol.QueryAction;
import dev.kahuna.standin.aws.protocol.Xml;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The versions of Aurora PostgreSQL and the instance classes that run them. */
final class EngineVersions {
  static final String ENGINE = "aurora-postgresql";

  /** Ascending within each major version. */
  private static final List<String> VERSIONS =
      List.of("16.9", "16.10", "16.11", "17.5", "17.6", "17.7", "18.1", "18.2");

  private static final List<String> CLASSES =
      Stream.concat(
              Stream.of("db.serverless", "db.t4g.medium", "db.t4g.large"),
              Stream.of("db.r6g", "db.r7g", "db.r8g")
                  .flatMap(
                      family ->
                          Stream.of("large", "xlarge", "2xlarge", "4xlarge", "8xlarge")
                              .map(size -> family + "." + size)))
          .toList();

  Map<String, QueryAction> actions() {
    return Map.of(
        "DescribeDBEngineVersions", this::describeDbEngineVersions,
        "DescribeOrderableDBInstanceOptions", this::describeOrderableDbInstanceOptions);
  }

  /** A version as it is offered; of a mere major version the newest. */
  String resolve(String engine, String version) {
    if (!engine.equals(ENGINE)) {
      throw AwsError.badRequest("InvalidParameterValue", "Invalid DB engine: %s", engine);
    }
    return VERSIONS.reversed().stream()
        .filter(each -> each.equals(version) || major(each).equals(version))
        .findFirst()
        .orElseThrow(
            () ->
                AwsError.badRequest(
                    "InvalidParameterCombination",
                    "Cannot find version %s for %s",
                    version,
                    engine));
  }

  static String major(String version) {
    return version.split("\\.")[0];
  }

  /** The parameter group family of a version, such as {@code aurora-postgresql17}. */
  static String family(String version) {
    return ENGINE + major(version);
  }

  boolean hasFamily(String family) {
    return VERSIONS.stream().anyMatch(version -> family(version).equals(family));
  }

  void requireClass(String instanceClass) {
    if (!CLASSES.contains(instanceClass)) {
      throw AwsError.badRequest(
          "InvalidParameterValue", "Invalid DB Instance class: %s", instanceClass);
    }
  }

  private void describeDbEngineVersions(Params request, Xml response) {
    var found =
        VERSIONS.stream()
            .filter(version -> request.find("Engine").stream().allMatch(ENGINE::equals))
            .filter(
                version ->
                    request.find("EngineVersion").stream()
                        .allMatch(each -> each.equals(version) || each.equals(major(version))))
            .filter(
                version ->
                    request.find("DBParameterGroupFamily").stream()
                        .allMatch(family(version)::equals))
            .toList();
    var newest = request.flag("DefaultOnly") && !found.isEmpty() ? List.of(found.getLast()) : found;
    response.list(
        "DBEngineVersions",
        "DBEngineVersion",
        newest,
        (xml, version) ->
            xml.text("Engine", ENGINE)
                .text("EngineVersion", version)
                .text("MajorEngineVersion", major(version))
                .text("DBParameterGroupFamily", family(version))
                .text("DBEngineDescription", "Aurora PostgreSQL")
                .text("DBEngineVersionDescription", "Aurora PostgreSQL (" + version + ")")
                .text("Status", "available")
                .texts("SupportedEngineModes", "member", List.of("provisioned")));
  }

  private void describeOrderableDbInstanceOptions(Params request, Xml response) {
    var version = request.find("EngineVersion").orElse(VERSIONS.getLast());
    var offered =
        VERSIONS.contains(version) && request.required("Engine").equals(ENGINE)
            ? CLASSES
            : List.<String>of();
    response.list(
        "OrderableDBInstanceOptions",
        "OrderableDBInstanceOption",
        offered.stream()
            .filter(each -> request.find("DBInstanceClass").stream().allMatch(each::equals))
            .toList(),
        (xml, instanceClass) ->
            xml.text("Engine", ENGINE)
                .text("EngineVersion", version)
                .text("DBInstanceClass", instanceClass)
                .text("Vpc", true)
                .text("SupportsStorageEncryption", true)
                .text("StorageType", "aurora"));
  }
}
