package dev.kahuna.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.GroupSubscription;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StickyStandbyAssignorTest {
  private static final String TOPIC = "migration.events";
  private static final int PARTITIONS = 12;

  private final Map<String, Subscription> members = new HashMap<>();

  @Test
  void theOnlyInstanceHasAllAndAnotherOneStandsBy() {
    join("first");
    assertThat(assign().get("first")).hasSize(PARTITIONS);
    claim("first", 1, assign().get("first"));
    join("second");
    assertThat(assign().get("first")).hasSize(PARTITIONS);
    assertThat(assign().get("second")).isEmpty();
  }

  @Test
  void whatADeadInstanceHadIsSharedByThoseThatLive() {
    claim("a", 7, partitions(0, 4));
    claim("b", 7, List.of());
    claim("c", 7, List.of());
    var assigned = assign();
    assertThat(assigned.get("a")).containsAll(partitions(0, 4));
    assertThat(assigned.values()).allSatisfy(share -> assertThat(share).hasSize(4));
  }

  @Test
  void whatADeadInstanceHadGoesToTheOneThatStoodByAndNotToItsOwnSuccessor() {
    claim("standby", 7, List.of());
    join("successor");
    assertThat(assign().get("standby")).hasSize(PARTITIONS);
    assertThat(assign().get("successor")).isEmpty();
  }

  @Test
  void anInstanceThatSleptThroughItsLossGetsNothingBack() {
    claim("zombie", 3, partitions(0, PARTITIONS));
    claim("awake", 4, partitions(0, PARTITIONS));
    assertThat(assign().get("awake")).hasSize(PARTITIONS);
    assertThat(assign().get("zombie")).isEmpty();
  }

  @Test
  void ofATopicThatDoesNotExistYetNobodyHasAnything() {
    members.put("first", new Subscription(List.of("none.such")));
    assertThat(assign()).isEqualTo(Map.of("first", Set.of()));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void whoeverComesAndGoesNoPartitionLeavesAnInstanceThatLives(long seed) {
    var random = new Random(seed);
    Map<String, Set<TopicPartition>> before = Map.of();
    for (var generation = 0; generation < 50; generation++) {
      if (members.size() > 1 && random.nextBoolean()) {
        members.remove(List.copyOf(members.keySet()).get(random.nextInt(members.size())));
      } else if (members.size() < 6) {
        join("member-" + generation);
      }
      var now = assign();
      for (var member : members.keySet()) {
        assertThat(now.get(member)).containsAll(before.getOrDefault(member, Set.of()));
      }
      var all = now.values().stream().flatMap(Set::stream).toList();
      assertThat(all).doesNotHaveDuplicates().hasSize(PARTITIONS);
      for (var share : now.entrySet()) {
        claim(share.getKey(), generation, List.copyOf(share.getValue()));
      }
      before = now;
    }
  }

  private void join(String member) {
    claim(member, -1, List.of());
  }

  private void claim(String member, int generation, Collection<TopicPartition> owned) {
    members.put(
        member,
        new Subscription(List.of(TOPIC), null, List.copyOf(owned), generation, Optional.empty()));
  }

  private Map<String, Set<TopicPartition>> assign() {
    var infos = new ArrayList<PartitionInfo>();
    var none = new Node[0];
    partitions(0, PARTITIONS)
        .forEach(p -> infos.add(new PartitionInfo(TOPIC, p.partition(), null, none, none)));
    var cluster = new Cluster("cluster", List.of(), infos, Set.of(), Set.of());
    return new StickyStandbyAssignor()
        .assign(cluster, new GroupSubscription(members)).groupAssignment().entrySet().stream()
            .collect(
                Collectors.toMap(Map.Entry::getKey, e -> new HashSet<>(e.getValue().partitions())));
  }

  private static List<TopicPartition> partitions(int from, int until) {
    return IntStream.range(from, until).mapToObj(p -> new TopicPartition(TOPIC, p)).toList();
  }
}
