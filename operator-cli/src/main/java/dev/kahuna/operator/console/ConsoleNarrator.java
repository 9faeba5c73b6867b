package dev.kahuna.operator.console;

import dev.kahuna.event.StepFailed;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.telemetry.Pace;
import dev.kahuna.telemetry.Progress;
import dev.kahuna.telemetry.Telemetry;
import dev.kahuna.telemetry.Telemetry.ReplayLag;
import dev.kahuna.telemetry.Telemetry.ReplicationLag;
import dev.kahuna.telemetry.Telemetry.RowsCopied;
import dev.kahuna.telemetry.Telemetry.StepFinished;
import dev.kahuna.telemetry.Telemetry.StepReported;
import dev.kahuna.telemetry.Telemetry.WayBackLag;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Prints one migration as it progresses: a line for each fact. On a terminal, bars below show what
 * runs now, and both lags. Without a terminal these become lines too, printed now and then. Not
 * thread safe.
 */
public final class ConsoleNarrator {
  private static final Duration SELDOM = Duration.ofSeconds(15);
  private static final int PERCENT_STEP = 10;
  private static final int TABLES_DRAWN = 4;

  /** The last plain line about a subject: when, and what it said in essence. */
  private record Printed(Instant at, String gist) {}

  private final Screen screen;
  private final DateTimeFormatter time;
  private final Activity activity = new Activity();
  private final Map<String, Printed> printed = new HashMap<>();

  /**
   * @param zone the time zone of the times of day
   */
  public ConsoleNarrator(Screen screen, ZoneId zone) {
    this.screen = screen;
    this.time = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(zone);
  }

  /** Prints a fact. */
  public void fact(LoggedEvent fact) {
    activity.fact(fact);
    var mark = fact.event() instanceof StepFailed ? "!" : " ";
    line(fact.at(), mark + " " + EventSentences.of(fact.migration(), fact.event()));
    EventSentences.findings(fact.event()).forEach(finding -> line(fact.at(), "    " + finding));
    redraw();
  }

  /** Prints a sample, or redraws with it. */
  public void sample(Telemetry sample) {
    activity.sample(sample);
    if (screen.isTerminal()) {
      redraw();
    } else {
      print(sample);
    }
  }

  /** Adds an earlier sample without printing it. */
  public void recall(Telemetry sample) {
    activity.sample(sample);
  }

  /** Erases what is drawn; lines stay. */
  public void close() {
    screen.draw(List.of());
  }

  private void print(Telemetry sample) {
    switch (sample) {
      case StepReported report -> print(report);
      case RowsCopied _ -> {}
      case StepFinished finished -> printed.remove(finished.step());
      case ReplayLag lag -> printSeldom(lag.at(), "replay lag", "", Activity.words(lag));
      case ReplicationLag lag -> printSeldom(lag.at(), "replication lag", "", Activity.words(lag));
      case WayBackLag lag -> printSeldom(lag.at(), "way back", "", Activity.words(lag));
    }
  }

  private void print(StepReported report) {
    var gist =
        report
            .progress()
            .filter(p -> p.total() > 0)
            .map(p -> String.valueOf(Bar.percent(p) / PERCENT_STEP))
            .orElseGet(() -> report.sentence().replaceAll("[\\d.,]+", "#"));
    printSeldom(report.at(), report.step(), gist, words(report, false));
  }

  /** Prints it if it differs from the last time, or if that was a while ago. */
  private void printSeldom(Instant at, String subject, String gist, String words) {
    var last = printed.get(subject);
    if (last == null || !last.gist.equals(gist) || last.at.plus(SELDOM).isBefore(at)) {
      printed.put(subject, new Printed(at, gist));
      line(at, "  - " + words);
    }
  }

  private String words(StepReported report, boolean bar) {
    var sentence = report.step() + ": " + report.sentence();
    return report
        .progress()
        .map(
            progress ->
                bar
                    ? "%-24s %s"
                        .formatted(
                            report.step(),
                            Bar.draw(progress, activity.pace(report.step()), screen.drawsBlocks()))
                    : report.step() + ": " + Bar.words(progress, activity.pace(report.step())))
        .orElse(sentence);
  }

  private String words(RowsCopied.Table table) {
    var progress = new Progress(table.bytes(), table.totalBytes(), "bytes");
    return "%-22s %s, part %d of %d"
        .formatted(
            table.name(),
            Bar.draw(progress, new Pace(), screen.drawsBlocks()),
            Math.min(table.chunksDone() + 1, table.chunks()),
            table.chunks());
  }

  private void line(Instant at, String text) {
    screen.line(time.format(at) + text);
  }

  private void redraw() {
    if (!screen.isTerminal()) {
      return;
    }
    var lines = new ArrayList<String>();
    for (var report : activity.running()) {
      lines.add("  " + words(report, true));
      activity.tables(report.step()).stream()
          .limit(TABLES_DRAWN)
          .forEach(table -> lines.add("    " + words(table)));
    }
    activity.waiting().forEach(what -> lines.add("  waiting: " + what));
    activity.lags().forEach(lag -> lines.add("  " + lag));
    screen.draw(lines);
  }
}
