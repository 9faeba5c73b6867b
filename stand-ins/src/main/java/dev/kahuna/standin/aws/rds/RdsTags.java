package dev.kahuna.standin.aws.rds;

import dev.kahuna.standin.aws.protocol.AwsError;
import dev.kahuna.standin.aws.protocol.Params;
import dev.kahuna.standin.aws.protocol.QueryAction;
import dev.kahuna.standin.aws.protocol.Xml;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The tags of everything in RDS, by ARN. */
final class RdsTags {
  private final Map<String, TreeMap<String, String>> byArn = new HashMap<>();

  Map<String, QueryAction> actions() {
    return Map.of(
        "AddTagsToResource", this::addTagsToResource,
        "RemoveTagsFromResource", this::removeTagsFromResource,
        "ListTagsForResource", this::listTagsForResource);
  }

  /** Makes the resource known, with the tags that its creating call brings. */
  void onCreation(Params request, String arn) {
    byArn.put(arn, new TreeMap<>(request.tags("Tags")));
  }

  void forget(String arn) {
    byArn.remove(arn);
  }

  Map<String, String> of(String arn) {
    return byArn.getOrDefault(arn, new TreeMap<>());
  }

  private void addTagsToResource(Params request, Xml response) {
    existing(request).putAll(request.tags("Tags"));
  }

  private void removeTagsFromResource(Params request, Xml response) {
    request.list("TagKeys").forEach(existing(request)::remove);
  }

  private void listTagsForResource(Params request, Xml response) {
    response.rdsTags(existing(request));
  }

  private TreeMap<String, String> existing(Params request) {
    var arn = request.required("ResourceName");
    return Optional.ofNullable(byArn.get(arn)).orElseThrow(() -> notFound(arn));
  }

  private static AwsError notFound(String arn) {
    var parts = arn.split(":");
    var code =
        switch (parts.length > 5 ? parts[5] : "") {
          case "cluster" -> "DBClusterNotFoundFault";
          case "db" -> "DBInstanceNotFound";
          case "cluster-pg" -> "DBParameterGroupNotFound";
          case "subgrp" -> "DBSubnetGroupNotFoundFault";
          default -> "InvalidParameterValue";
        };
    return AwsError.notFound(code, "%s was not found", arn);
  }
}
