package dev.kahuna.standin.aws.ec2;

import dev.kahuna.standin.aws.protocol.AwsError;
import dev.kahuna.standin.aws.protocol.Params;
import dev.kahuna.standin.aws.protocol.QueryAction;
import dev.kahuna.standin.aws.protocol.Xml;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The tags of every resource of EC2, and finding resources by them. */
final class Ec2Tags {
  private final Map<String, TreeMap<String, String>> tags = new HashMap<>();

  Map<String, QueryAction> actions() {
    return Map.of("CreateTags", this::createTags, "DeleteTags", this::deleteTags);
  }

  Map<String, String> of(String resourceId) {
    return tags.getOrDefault(resourceId, new TreeMap<>());
  }

  /** Takes over the tags that a creating call brings for this type of resource. */
  void onCreation(Params request, String resourceType, String resourceId) {
    request.structures("TagSpecification").stream()
        .filter(each -> each.required("ResourceType").equals(resourceType))
        .forEach(each -> put(resourceId, each.tags("Tag")));
  }

  void forget(String resourceId) {
    tags.remove(resourceId);
  }

  /**
   * The resources of a Describe action.
   *
   * @param ids those that were asked for by id; all when empty
   * @param notFound the code and text of the error when one of them does not exist
   */
  <T extends Ec2Resource> List<T> select(
      Collection<T> all, List<String> ids, List<Ec2Filter> filters, NotFound notFound) {
    ids.stream()
        .filter(id -> all.stream().noneMatch(each -> each.id().equals(id)))
        .findFirst()
        .ifPresent(
            id -> {
              throw notFound.error(id);
            });
    return all.stream()
        .filter(each -> ids.isEmpty() || ids.contains(each.id()))
        .filter(each -> filters.stream().allMatch(filter -> accepts(filter, each)))
        .toList();
  }

  /** How the absence of a resource is put. */
  record NotFound(String code, String noun) {
    AwsError error(String id) {
      return AwsError.badRequest(code, "The %s '%s' does not exist", noun, id);
    }
  }

  private boolean accepts(Ec2Filter filter, Ec2Resource resource) {
    var own = of(resource.id());
    if (filter.name().equals("tag-key")) {
      return filter.accepts(List.copyOf(own.keySet()));
    }
    if (filter.name().startsWith("tag:")) {
      var value = Optional.ofNullable(own.get(filter.name().substring("tag:".length())));
      return filter.accepts(value.map(List::of).orElse(List.of()));
    }
    return filter.accepts(
        resource
            .field(filter.name())
            .orElseThrow(
                () ->
                    AwsError.badRequest(
                        "InvalidParameterValue", "The filter '%s' is invalid", filter.name())));
  }

  private void createTags(Params request, Xml response) {
    request.list("ResourceId").forEach(id -> put(id, request.tags("Tag")));
    response.text("return", true);
  }

  private void deleteTags(Params request, Xml response) {
    for (var id : request.list("ResourceId")) {
      request.structures("Tag").forEach(tag -> of(id).remove(tag.required("Key")));
    }
    response.text("return", true);
  }

  private void put(String resourceId, Map<String, String> more) {
    tags.computeIfAbsent(resourceId, id -> new TreeMap<>()).putAll(more);
  }
}
