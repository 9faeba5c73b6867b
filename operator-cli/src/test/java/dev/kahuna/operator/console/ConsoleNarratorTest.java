package dev.kahuna.operator.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.CutoverEvent.CutoverAborted;
import dev.kahuna.event.Examples;
import dev.kahuna.event.Leg;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.operator.command.Facts;
import dev.kahuna.telemetry.Progress;
import dev.kahuna.telemetry.Telemetry.ReplayLag;
import dev.kahuna.telemetry.Telemetry.RowsCopied;
import dev.kahuna.telemetry.Telemetry.StepFinished;
import dev.kahuna.telemetry.Telemetry.StepReported;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConsoleNarratorTest {
  private static final long GIB = 1L << 30;

  private final StringWriter text = new StringWriter();
  private final PrintWriter out = new PrintWriter(text);
  private final ConsoleNarrator plain = new ConsoleNarrator(Screen.plain(out), ZoneOffset.UTC);
  private final ConsoleNarrator drawn =
      new ConsoleNarrator(Screen.terminal(out, 120), ZoneOffset.UTC);

  @Test
  void everyFactIsASentenceOfOneLine() {
    for (var event : Examples.all()) {
      assertThat(EventSentences.of("shop-2026", event))
          .as(event.toString())
          .matches("[A-Z0-9][^\\n]*[^.]\\.")
          .doesNotContain("Optional", "aws-sm:", "null");
    }
  }

  @Test
  void plainLinesTellFactsAndNowAndThenProgress() {
    plain.fact(Facts.logged(Facts.requested()).getFirst());
    for (int percent = 0; percent <= 100; percent++) {
      plain.sample(restored(percent, percent));
    }
    plain.sample(
        new StepFinished(Facts.NOON.plusSeconds(101), "restore", 1, "base-backup-restored"));
    assertThat(text.toString()).doesNotContain("\u001b");
    assertThat(text.toString().lines().toList())
        .startsWith(
            "12:00:00  Requested: app shop, from Postgres 15 on Heroku to Aurora PostgreSQL 17.7.",
            "12:00:00  - restore: 0 %, 0 B of 4.0 GiB",
            "12:00:11  - restore: 10 %, 450.6 MiB of 4.0 GiB, 41.0 MiB/s, 1:30 left")
        .endsWith("12:01:40  - restore: 100 %, 4.0 GiB of 4.0 GiB, 41.0 MiB/s, 0:00 left")
        .hasSize(12);
  }

  @Test
  void aSentenceThatOnlyCountsIsNotRepeatedEverySecond() {
    for (int second = 0; second < 40; second++) {
      plain.sample(reported("drain", second, second + " sessions left"));
    }
    plain.sample(reported("drain", 40, "all sessions are gone"));
    assertThat(text.toString().lines().toList())
        .containsExactly(
            "12:00:00  - drain: 0 sessions left",
            "12:00:16  - drain: 16 sessions left",
            "12:00:32  - drain: 32 sessions left",
            "12:00:40  - drain: all sessions are gone");
  }

  @Test
  void aTerminalShowsTheTablesThatAreCopied() {
    drawn.sample(restored(50, 0));
    drawn.sample(
        new RowsCopied(
            Facts.NOON,
            "restore",
            9,
            1,
            20,
            3,
            100,
            List.of(
                new RowsCopied.Table("shop.orders", GIB, 4 * GIB, 90, 8, 2),
                new RowsCopied.Table("shop.items", 0, GIB, 0, 1, 0))));
    assertThat(lastDrawn())
        .containsExactly(
            "  restore                  ████████████░░░░░░░░░░░░ 50 %, 2.0 GiB of 4.0 GiB",
            "    shop.orders            ██████░░░░░░░░░░░░░░░░░░ 25 %, 1.0 GiB of 4.0 GiB, part 3 of 8",
            "    shop.items             ░░░░░░░░░░░░░░░░░░░░░░░░ 0 %, 0 B of 1.0 GiB, part 1 of 1");
  }

  @Test
  void aTerminalShowsBarsBelowTheLines() {
    drawn.sample(restored(0, 0));
    drawn.sample(restored(50, 60));
    drawn.sample(reported("cutover", 60, "waiting: approval of TO_REPLICA"));
    drawn.sample(new ReplayLag(Facts.NOON.plusSeconds(61), 2048, 0.5, -1));
    assertThat(lastDrawn())
        .containsExactly(
            "  restore                  ████████████░░░░░░░░░░░░ 50 %, 2.0 GiB of 4.0 GiB, 34.1 MiB/s, 1:00 left",
            "  waiting: approval of TO_REPLICA", "  the replica is 2.0 KiB (0.5 s) behind Heroku");
  }

  @Test
  void whatAFactEndedIsNoLongerDrawn() {
    drawn.sample(reported("fence", 1, "ending sessions"));
    drawn.fact(
        new LoggedEvent(
            "shop-2026",
            new CutoverAborted(Leg.TO_REPLICA, 1, "budget"),
            1,
            Facts.NOON.plusSeconds(2),
            "test"));
    assertThat(lastDrawn())
        .containsExactly("12:00:02  TO_REPLICA: attempt 1 is being undone: budget.");
    drawn.sample(reported("fence", 1, "an old sample, late"));
    assertThat(text.toString()).doesNotContain("an old sample");
  }

  private List<String> lastDrawn() {
    out.flush();
    var all = text.toString();
    return all.substring(all.lastIndexOf("\u001b[J") + 3).lines().toList();
  }

  private static StepReported restored(int percent, int second) {
    var progress = new Progress(4 * GIB * percent / 100, 4 * GIB, "bytes");
    return new StepReported(
        Facts.NOON.plusSeconds(second), "restore", "Fetching", Optional.of(progress));
  }

  private static StepReported reported(String step, int second, String sentence) {
    return new StepReported(Facts.NOON.plusSeconds(second), step, sentence, Optional.empty());
  }
}
