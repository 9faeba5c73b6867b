package dev.kahuna.replica.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.replica.rows.CopyJournal.Amount;
import dev.kahuna.telemetry.Pace;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopyProgressTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final long MIB = 1 << 20;
  private static final int CONNECTIONS = 4;

  /** A chunk on its way, and how many of its bytes have passed. */
  private static final class Passing {
    final RowChunk chunk;
    final double expansion;
    long passed;

    Passing(RowChunk chunk, double expansion) {
      this.chunk = chunk;
      this.expansion = expansion;
    }

    long size() {
      return (long) (chunk.bytes() * expansion);
    }
  }

  /**
   * Disk is read at a steady pace, and rows take a third of their bytes on disk to three times as
   * many on their way.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void afterATenthTheTimeLeftIsRightWithinAFifth(long seed) {
    var random = new Random(seed);
    var chunks = new ArrayDeque<Passing>();
    for (var table = 0; table < 12; table++) {
      var parts = 1 + random.nextInt(40);
      var expansion = Math.pow(3, 2 * random.nextDouble() - 1);
      for (var part = 0; part < parts; part++) {
        chunks.add(new Passing(chunk("t" + table, part, parts, 128 * MIB), expansion));
      }
    }
    var progress = new CopyProgress(chunks.stream().map(passing -> passing.chunk).toList());
    var total = chunks.stream().mapToLong(passing -> passing.chunk.bytes()).sum();
    var perSecond = 5 * MIB;
    var duration = (double) total / (perSecond * CONNECTIONS);
    var pace = new Pace();
    var open = new ArrayList<Passing>();
    for (var second = 0; !chunks.isEmpty() || !open.isEmpty(); second++) {
      pace.add(NOON.plusSeconds(second), progress.now());
      if (second > duration / 10) {
        var left = pace.left().orElseThrow();
        assertThat((second + left.toSeconds()) / duration)
            .as("seed %d, second %d of %.0f", seed, second, duration)
            .isCloseTo(1, Percentage.withPercentage(20));
      }
      while (open.size() < CONNECTIONS && !chunks.isEmpty()) {
        open.add(chunks.poll());
      }
      for (var passing : List.copyOf(open)) {
        var bytes =
            Math.min((long) (perSecond * passing.expansion), passing.size() - passing.passed);
        passing.passed += bytes;
        progress.passed(passing.chunk, bytes);
        if (passing.passed == passing.size()) {
          progress.done(passing.chunk, new Amount(1, passing.size()));
          open.remove(passing);
        }
      }
    }
    assertThat(progress.now().done()).isEqualTo(total);
  }

  @Test
  void aSampleShowsTheTablesThatAreUnderWay() {
    var plan =
        List.of(
            chunk("big", 0, 2, 100),
            chunk("big", 1, 2, 100),
            chunk("small", 0, 1, 50),
            chunk("later", 0, 1, 10));
    var progress = new CopyProgress(plan);
    progress.done(plan.getFirst(), new Amount(7, 200));
    progress.passed(plan.get(1), 80);
    progress.done(plan.get(2), new Amount(3, 50));

    var sample = progress.sample(NOON, "copy-data");

    assertThat(sample.tables()).isEqualTo(3);
    assertThat(sample.tablesDone()).isEqualTo(1);
    assertThat(sample.chunks()).isEqualTo(4);
    assertThat(sample.chunksDone()).isEqualTo(2);
    assertThat(sample.rows()).isEqualTo(10);
    assertThat(sample.underWay()).hasSize(1);
    var big = sample.underWay().getFirst();
    assertThat(big.name()).isEqualTo("shop.big");
    // Two bytes on the way for one on disk, as the first chunk has shown.
    assertThat(big.bytes()).isEqualTo(100 + 80 / 2);
    assertThat(big.totalBytes()).isEqualTo(200);
    assertThat(big.rows()).isEqualTo(7);
    assertThat(big.chunks()).isEqualTo(2);
    assertThat(big.chunksDone()).isEqualTo(1);
  }

  @Test
  void aGuessThatWasTooHighDoesNotTakeProgressBack() {
    var plan = List.of(chunk("wide", 0, 2, 100), chunk("wide", 1, 2, 100));
    var progress = new CopyProgress(plan);
    progress.passed(plan.getFirst(), 100);
    progress.passed(plan.get(1), 90);
    assertThat(progress.now().done()).isEqualTo(190);
    progress.done(plan.getFirst(), new Amount(1, 1000));
    assertThat(progress.now().done()).isEqualTo(190);
    progress.done(plan.get(1), new Amount(1, 1000));
    assertThat(progress.now().done()).isEqualTo(200);
  }

  private static RowChunk chunk(String table, int number, int of, long bytes) {
    var copyable = new CopyableTable("shop", table, bytes * of, 1, "id", "int", true, "");
    return new RowChunk(copyable, copyable, number, of, new ChunkRange.Whole(), bytes);
  }
}
