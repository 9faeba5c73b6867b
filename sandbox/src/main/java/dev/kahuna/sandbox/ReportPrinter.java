package dev.kahuna.sandbox;

import dev.kahuna.sandbox.report.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Puts a report on the terminal and into a file. */
final class ReportPrinter {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private ReportPrinter() {}

  static void print(Report report, PrintStream out) {
    out.println();
    out.println(report.good() ? "The app lives on Aurora." : "The migration did not go well.");
    out.println();
    for (var window : report.windows()) {
      out.printf(
          "  %-12s writes stopped for %6d ms as the app's users saw it, %6d ms as measured inside%n",
          window.leg(), window.writeGapMillis(), window.unavailableMillis());
    }
    var writes = report.writes();
    out.printf(
        "  %-12s %d acknowledged, %d found on the target, %d lost, %d doubled%n",
        "writes", writes.acknowledged(), writes.found(), writes.lost(), writes.doubled());
    out.printf(
        "  %-12s %s%n",
        "sequences",
        report.sequencesBehind().isEmpty()
            ? "none behind"
            : "behind: " + String.join(", ", report.sequencesBehind()));
    out.printf(
        "  %-12s %d compared row for row, %s%n",
        "tables",
        report.tables().compared(),
        report.tables().different().isEmpty()
            ? "all equal"
            : "different: " + String.join(", ", report.tables().different()));
    out.printf("  %-12s %s%n", "app", report.appOnTarget() ? "on the target" : "not on the target");
    out.printf("  %-12s %d MiB at most, everything together%n", "memory", report.peakRssMb());
    out.println();
    report.steps().forEach(step -> out.printf("  %8d ms  %s%n", step.millis(), step.name()));
    out.printf("%n  %8.1f s   in all%n", report.seconds());
  }

  static void write(Report report, Path file) throws IOException {
    Files.writeString(file, JSON.writeValueAsString(report) + System.lineSeparator());
  }
}
