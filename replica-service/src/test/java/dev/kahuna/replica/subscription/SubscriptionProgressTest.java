package dev.kahuna.replica.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.replica.subscription.SubscriptionProgress.Published;
import dev.kahuna.replica.subscription.SubscriptionProgress.Subscribed;
import dev.kahuna.telemetry.Progress;
import dev.kahuna.telemetry.Telemetry.RowsCopied;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubscriptionProgressTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final SubscriptionProgress progress =
      new SubscriptionProgress(
          List.of(
              new Published("shop.orders", 1000, 100),
              new Published("shop.items", 200, 0),
              new Published("shop.empty", 0, 0)));

  @Test
  void ofATableUnderWayItsShareOfTheRowsCounts() {
    progress.update(
        List.of(
            new Subscribed("shop.orders", "d", 25, 0, 8),
            new Subscribed("shop.items", "i", 0, 0, 8),
            new Subscribed("shop.empty", "r", 0, 0, 0)));
    assertThat(progress.now()).isEqualTo(new Progress(250, 1200, "bytes"));
    assertThat(progress.isReady()).isFalse();
    assertThat(progress.sample(NOON, "copy"))
        .isEqualTo(
            new RowsCopied(
                NOON,
                "copy",
                3,
                1,
                3,
                1,
                0,
                List.of(new RowsCopied.Table("shop.orders", 250, 1000, 0, 1, 0))));
  }

  /** The planner knew of no rows, or of fewer: a table is never more than whole before its end. */
  @Test
  void statisticsMayBeOld() {
    progress.update(
        List.of(
            new Subscribed("shop.orders", "d", 300, 0, 8),
            new Subscribed("shop.items", "d", 7, 0, 8)));
    assertThat(progress.now().done()).isEqualTo(1200);
  }

  @Test
  void aTableThatBeginsAnewTakesNothingBack() {
    progress.update(List.of(new Subscribed("shop.orders", "d", 50, 0, 8)));
    progress.update(List.of(new Subscribed("shop.orders", "d", 10, 0, 8)));
    assertThat(progress.now().done()).isEqualTo(500);
    assertThat(progress.sample(NOON, "copy").underWay())
        .extracting(RowsCopied.Table::bytes)
        .containsExactly(100L);
  }

  @Test
  void readyIsWhenEveryTableFollows() {
    progress.update(
        List.of(
            new Subscribed("shop.orders", "s", 0, 110, 9000),
            new Subscribed("shop.items", "r", 0, 7, 8000)));
    assertThat(progress.isReady()).as("one is synchronized and does not follow yet").isFalse();
    assertThat(progress.now().done()).isEqualTo(1200);
    progress.update(
        List.of(
            new Subscribed("shop.orders", "r", 0, 110, 9000),
            new Subscribed("shop.items", "r", 0, 7, 8000)));
    assertThat(progress.isReady()).isTrue();
    assertThat(progress.rows()).isEqualTo(117);
    assertThat(progress.bytesOnTarget()).isEqualTo(17_000);
  }
}
