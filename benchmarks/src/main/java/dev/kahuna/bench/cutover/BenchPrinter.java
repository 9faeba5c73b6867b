package dev.kahuna.bench.cutover;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Puts the figures on the terminal and into a file. */
final class BenchPrinter {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private BenchPrinter() {}

  static void print(BenchReport report, PrintStream out) {
    out.printf(
        "%n%d cutovers completed, %d undone and tried again; %d writes acknowledged, %d lost, %d"
            + " doubled; %d apps left in maintenance%n%n",
        report.cutovers(),
        report.undone(),
        report.writes().acknowledged(),
        report.writes().lost(),
        report.writes().doubled(),
        report.leftInMaintenance());
    report
        .windows()
        .forEach(
            (leg, w) -> {
              out.printf(
                  "%s, %d windows: writes stopped for p50 %d ms, p95 %d ms, at most %d ms as the"
                      + " app's users saw it; p50 %d ms, p95 %d ms without the dynos' start%n",
                  leg,
                  w.measured(),
                  w.p50Millis(),
                  w.p95Millis(),
                  w.maxMillis(),
                  w.insideP50Millis(),
                  w.insideP95Millis());
              out.printf("  %8s %8s %7s  step%n", "p50", "p95", "share");
              w.steps()
                  .forEach(
                      s ->
                          out.printf(
                              "  %5d ms %5d ms %6.1f%%  %s%n",
                              s.p50Millis(), s.p95Millis(), s.share() * 100, s.name()));
            });
    out.printf(
        "%nTakeover after kill -9: %d of them, with %d instances, %d ms at most until the next step"
            + " began, %d ms until its fact%n",
        report.takeovers(),
        report.instances(),
        report.takeoverMillis(),
        report.takeoverFactMillis());
    out.printf("Lag zero to the first call: p95 %d ms%n", report.zeroToFirstCallP95Millis());
    report.troubles().forEach(trouble -> out.println("TROUBLE  " + trouble));
    out.printf("Seed %d, %.0f s in all%n", report.seed(), report.seconds());
  }

  static void write(BenchReport report, Path file) throws IOException {
    Files.writeString(file, JSON.writeValueAsString(report) + System.lineSeparator());
  }
}
