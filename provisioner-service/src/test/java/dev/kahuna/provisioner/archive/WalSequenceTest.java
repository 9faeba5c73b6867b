package dev.kahuna.provisioner.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.provisioner.archive.WalSequence.Gap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WalSequenceTest {
  @Test
  void theLastSegmentOfALogIsFollowedByTheFirstOfTheNext() {
    assertThat(segment("0000000100000000000000FF").number() + 1)
        .isEqualTo(segment("000000010000000100000000").number());
    assertThat(WalSegment.named("000000010000000000000100")).as("not of 16 MiB").isEmpty();
    assertThat(WalSegment.named("000000010000000000000005.lzo")).isEmpty();
    var name = "0000000A0000BEEF00000042";
    assertThat(segment(name).name()).isEqualTo(name);
  }

  @Test
  void theWayLeadsOverATimelineSwitch() {
    var wal =
        from(
            "000000010000000000000004",
            "000000010000000000000003.lz4",
            "000000010000000000000004.lz4",
            "000000010000000000000004.00000028.backup.lz4",
            "000000010000000000000005.lz4",
            "000000010000000000000006.partial.lz4",
            "00000002.history.lz4",
            "000000020000000000000006.lz4",
            "000000020000000000000007.lz4");
    assertThat(wal.gaps()).isEmpty();
    assertThat(wal.lost()).isEmpty();
    assertThat(wal.found())
        .extracting(ArchivedObject::name)
        .containsExactly(
            "000000010000000000000004.lz4",
            "000000010000000000000005.lz4",
            "000000020000000000000006.lz4",
            "000000020000000000000007.lz4");
  }

  @Test
  void aSegmentMissingBeforeASwitchIsAGap() {
    var wal =
        from(
            "000000010000000000000004",
            "000000010000000000000004.lz4",
            "00000002.history.lz4",
            "000000020000000000000006.lz4");
    assertThat(wal.gaps())
        .containsExactly(
            new Gap(segment("000000010000000000000005"), segment("000000010000000000000005")));
  }

  @Test
  void aSwitchWithoutItsHistoryCanNotBeFollowed() {
    var wal =
        from(
            "000000010000000000000004",
            "000000010000000000000004.lz4",
            "000000020000000000000005.lz4");
    assertThat(wal.lost()).containsExactly("the file 00000002.history is missing");
  }

  @Test
  void aTimelineThatLeftBeforeTheBackupDoesNotHoldIt() {
    var wal =
        from(
            "000000010000000000000009",
            "000000010000000000000009.lz4",
            "00000002.history.lz4",
            "000000020000000000000005.lz4");
    assertThat(wal.lost())
        .containsExactly(
            "timeline 2 begins at 000000020000000000000005, before the base backup does");
  }

  @Test
  void withoutAnyWalTheFirstSegmentIsMissing() {
    var wal = from("000000010000000000000004", "000000010000000000000003.lz4");
    assertThat(wal.found()).isEmpty();
    assertThat(wal.gaps()).singleElement().extracting(Gap::length).isEqualTo(1L);
  }

  /** Found and missing together are every place of the way, once each. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverIsTakenAwayIsMissing(long seed) {
    var random = new Random(seed);
    var begin = random.nextLong(1, 1 << 20);
    var length = 50 + random.nextInt(500);
    var taken = new TreeSet<Long>();
    for (int i = 0; i < random.nextInt(40); i++) {
      taken.add(begin + random.nextInt(length - 1)); // The newest stays: nobody knows of more.
    }
    var names =
        new ArrayList<>(
            LongStream.range(begin, begin + length)
                .filter(number -> !taken.contains(number))
                .mapToObj(number -> new WalSegment(3, number).name() + ".lz4")
                .toList());
    Collections.shuffle(names, random);
    var wal = WalSequence.from(new WalSegment(3, begin), objects(names));
    var missing =
        wal.gaps().stream()
            .flatMap(
                gap -> LongStream.rangeClosed(gap.first().number(), gap.last().number()).boxed())
            .toList();
    assertThat(missing).as("seed %d", seed).containsExactlyElementsOf(taken);
    assertThat(wal.found()).hasSize(length - taken.size());
  }

  private static WalSequence from(String start, String... names) {
    return WalSequence.from(segment(start), objects(List.of(names)));
  }

  private static List<ArchivedObject> objects(List<String> names) {
    return names.stream()
        .map(name -> new ArchivedObject("wal_005/" + name, name, 1, Instant.EPOCH))
        .toList();
  }

  private static WalSegment segment(String name) {
    return Stream.of(name)
        .map(WalSegment::named)
        .flatMap(java.util.Optional::stream)
        .findFirst()
        .orElseThrow();
  }
}
