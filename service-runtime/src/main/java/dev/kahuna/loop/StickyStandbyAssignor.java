package dev.kahuna.loop;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.TopicPartition;

/**
 * Every partition stays with the instance that has it for as long as that instance lives; a new one
 * stands by. Partitions without an owner go to instances that were already standing by.
 *
 * <p>Kafka's own assignors redistribute partitions when an instance joins: a migration in the
 * middle of a window would move from a working instance to one that has just started. With this
 * assignor nothing pauses when an instance joins, or when a standby leaves.
 */
public final class StickyStandbyAssignor implements ConsumerPartitionAssignor {
  @Override
  public String name() {
    return "kahuna-keeping";
  }

  @Override
  public List<RebalanceProtocol> supportedProtocols() {
    return List.of(RebalanceProtocol.COOPERATIVE);
  }

  @Override
  public GroupAssignment assign(Cluster cluster, GroupSubscription group) {
    var members = new TreeMap<>(group.groupSubscription());
    Map<String, List<TopicPartition>> assigned = new TreeMap<>();
    members.keySet().forEach(member -> assigned.put(member, new ArrayList<>()));
    var owners = owners(members);
    var heirs = heirs(members).stream().map(assigned::get).toList();
    for (var partition : partitions(cluster, members)) {
      Optional.ofNullable(owners.get(partition))
          .map(assigned::get)
          .orElseGet(() -> smallest(heirs))
          .add(partition);
    }
    return new GroupAssignment(
        assigned.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> new Assignment(e.getValue()))));
  }

  /** If two members claim a partition, the later generation wins. */
  private static Map<TopicPartition, String> owners(Map<String, Subscription> members) {
    var owners = new HashMap<TopicPartition, String>();
    members.entrySet().stream()
        .sorted(Comparator.comparing(member -> member.getValue().generationId().orElse(-1)))
        .forEach(m -> m.getValue().ownedPartitions().forEach(p -> owners.put(p, m.getKey())));
    return owners;
  }

  private static List<TopicPartition> partitions(
      Cluster cluster, Map<String, Subscription> members) {
    return members.values().stream()
        .flatMap(subscription -> subscription.topics().stream())
        .distinct()
        .sorted()
        .flatMap(
            topic ->
                IntStream.range(0, count(cluster, topic))
                    .mapToObj(p -> new TopicPartition(topic, p)))
        .toList();
  }

  /** Empty for a topic that does not exist yet; creating it triggers another assignment. */
  private static int count(Cluster cluster, String topic) {
    var partitions = cluster.partitionCountForTopic(topic);
    return partitions == null ? 0 : partitions;
  }

  /**
   * The members that were in the group before and have long started; newcomers if there are none.
   */
  private static Collection<String> heirs(Map<String, Subscription> members) {
    var known =
        members.entrySet().stream()
            .filter(member -> member.getValue().generationId().isPresent())
            .map(Map.Entry::getKey)
            .toList();
    return known.isEmpty() ? members.keySet() : known;
  }

  private static List<TopicPartition> smallest(Collection<List<TopicPartition>> shares) {
    return shares.stream().min(Comparator.comparingInt(List::size)).orElseThrow();
  }
}
