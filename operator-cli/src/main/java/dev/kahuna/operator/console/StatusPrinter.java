package dev.kahuna.operator.console;

import dev.kahuna.event.ProvisionerEvent.Severity;
import dev.kahuna.event.Unjudged;
import dev.kahuna.telemetry.Pace;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Prints a status for people. */
public final class StatusPrinter {
  private final PrintWriter out;
  private final DateTimeFormatter date;

  public StatusPrinter(PrintWriter out, ZoneId zone) {
    this.out = out;
    this.date = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(zone);
  }

  public void print(Status status) {
    out.printf("%s: %s%n", status.id(), word(status.state()));
    out.printf("%s%s%n", status.wanted(), status.requestedAt().map(this::requested).orElse(""));
    section("Done", status.facts().stream().map(f -> date(f.at()) + "  " + f.sentence()));
    section("Running", status.running().stream().map(StatusPrinter::running));
    section("Waiting for", status.waiting().stream());
    section("Failed", status.failed().stream().map(f -> failed(status.id(), f)));
    section(
        "Findings",
        status.findings().stream()
            .filter(f -> f.severity() != Severity.PASS)
            .map(f -> "%-5s %s: %s".formatted(f.severity(), f.check(), f.advice())));
    section("No verdict on", status.unjudged().stream().map(Unjudged::toString));
    section("Windows", status.windows().stream().map(this::window));
    section("Lag", status.lags().stream());
    if (status.unreadable() > 0) {
      section(
          "Unreadable",
          Stream.of(
              "%d records of this migration can't be read, so no window opens; the topic migration.events-dlt holds them and the reason."
                  .formatted(status.unreadable())));
    }
  }

  /** Prints one line for each migration. */
  public void print(List<Status> statuses) {
    if (statuses.isEmpty()) {
      out.println("There are no migrations yet; 'kahuna request FILE' requests one.");
      return;
    }
    var width = statuses.stream().mapToInt(s -> s.id().length()).max().orElse(0);
    for (var status : statuses) {
      out.printf(
          "%-" + Math.max(1, width) + "s  %-20s  %s  %s%n",
          status.id(),
          word(status.state()),
          status.requestedAt().map(this::date).orElse("-"),
          status.wanted());
    }
  }

  private void section(String title, Stream<String> lines) {
    var all = lines.toList();
    if (!all.isEmpty()) {
      out.printf("%n%s%n", title);
      all.forEach(line -> out.println("  " + line));
    }
  }

  private static String running(Status.Running running) {
    return running.step()
        + ": "
        + running.progress().map(p -> Bar.words(p, new Pace())).orElse(running.sentence());
  }

  private static String failed(String id, Status.Failed failed) {
    return "%s (attempt %d, %s): %s Fix the cause, then run 'kahuna retry %s %s'.%s"
        .formatted(
            failed.step(),
            failed.attempt(),
            failed.kind().name().toLowerCase(Locale.ROOT),
            EventSentences.ended(failed.reason()),
            id,
            failed.step(),
            EventSentences.copyAgain(id, failed.step()));
  }

  private String window(WindowTimes times) {
    return "%s, attempt %d: %s, %s"
        .formatted(
            times.leg(),
            times.attempt(),
            times.outcome(),
            times
                .unavailableMillis()
                .map(millis -> "unavailable for " + Amounts.millis(millis))
                .orElse("since " + date(times.startedAt())));
  }

  private String requested(Instant at) {
    return "; requested " + date(at);
  }

  private String date(Instant at) {
    return date.format(at);
  }

  private static String word(Status.State state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
