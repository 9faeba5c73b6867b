package dev.kahuna.bench.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.bench.cutover.BenchRun.Result;
import dev.kahuna.bench.cutover.BenchRun.Takeover;
import dev.kahuna.bench.cutover.BenchRun.Window;
import dev.kahuna.event.Leg;
import dev.kahuna.sandbox.report.Writes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

class BenchReportTest {
  private final BenchOptions options = options("--runs", "3");

  @Test
  void percentilesAreValuesThatWereMeasured() {
    var values = LongStream.rangeClosed(1, 20).boxed().toList();
    assertThat(Percentile.of(values, 50)).isEqualTo(10);
    assertThat(Percentile.of(values, 95)).isEqualTo(19);
    assertThat(Percentile.of(values, 100)).isEqualTo(20);
    assertThat(Percentile.of(List.of(7L), 1)).isEqualTo(7);
    assertThat(Percentile.of(List.of(), 50)).isEqualTo(-1);
  }

  @Test
  void windowsInWhichTheServiceWasKilledCountForTheTakeoverAlone() {
    var report =
        BenchReport.of(
            1,
            options,
            List.of(
                result(window(Leg.TO_AURORA, 1000, Optional.empty())),
                result(window(Leg.TO_AURORA, 3000, Optional.empty())),
                result(window(Leg.TO_AURORA, 9000, Optional.of(new Takeover(6500, 7100))))),
            60);
    var aurora = report.windows().get(Leg.TO_AURORA);
    assertThat(aurora.measured()).isEqualTo(2);
    assertThat(aurora.maxMillis()).isEqualTo(3000);
    assertThat(aurora.steps().getFirst().share()).isEqualTo(0.05);
    assertThat(report.takeoverMillis()).isEqualTo(6500);
    assertThat(report.takeoverFactMillis()).isEqualTo(7100);
    assertThat(report.cutovers()).isEqualTo(3);
    assertThat(report.good()).isTrue();
  }

  @Test
  void oneLostWriteSpoilsTheWhole() {
    var good = result();
    var bad =
        new Result(
            "bench-2",
            true,
            List.of(),
            0,
            new Writes(10, 9, 1, 0),
            List.of(),
            false,
            Optional.empty(),
            Optional.empty());
    var report = BenchReport.of(1, options, List.of(good, bad), 60);
    assertThat(report.good()).isFalse();
    assertThat(report.writes().lost()).isEqualTo(1);
    assertThat(report.troubles()).singleElement().asString().startsWith("bench-2");
  }

  @Test
  void aRoundThatBreaksIsNamedAndTheOthersStillCount() {
    var broken = Result.broken("bench-2", new IllegalStateException("the shop did not start"));
    var report =
        BenchReport.of(
            1, options, List.of(result(window(Leg.TO_AURORA, 1000, Optional.empty())), broken), 60);
    assertThat(report.good()).isFalse();
    assertThat(report.cutovers()).isEqualTo(1);
    assertThat(report.writes().acknowledged()).isEqualTo(10);
    assertThat(report.troubles())
        .singleElement()
        .asString()
        .startsWith("bench-2")
        .contains("the shop did not start");
  }

  @Test
  void theNumbersOfWritesAreFieldsOfTheReportItself() {
    tools.jackson.databind.JsonNode json =
        JsonMapper.shared().valueToTree(BenchReport.of(1, options, List.of(result()), 60));
    assertThat(json.propertyNames()).contains("acknowledged", "lost", "doubled");
    assertThat(json.propertyNames()).doesNotContain("found", "writes");
  }

  @Test
  void aRunIsRepeatedByItsSeed() {
    assertThat(options("--seed", "-7").seed).contains(-7L);
    assertThat(options().seed).isEmpty();
  }

  @Test
  void everyBadOptionIsNamed() {
    assertThat(
            options(
                    "--runs",
                    "0",
                    "--rate",
                    "1001",
                    "--lanes",
                    "9",
                    "--kills",
                    "101",
                    "--instances",
                    "3")
                .problems())
        .containsExactly(
            "--runs must be 1 to 10000, not 0.",
            "--rate must be 1 to 1000, not 1001.",
            "--lanes must be 1 to 8, not 9.",
            "--kills must be 0 to 100, not 101.",
            "--instances must be 1 to 2, not 3.");
  }

  private static Result result(Window... windows) {
    return new Result(
        "bench-1",
        true,
        List.of(windows),
        0,
        new Writes(10, 10, 0, 0),
        List.of(),
        false,
        Optional.of(100L),
        Optional.empty());
  }

  private static Window window(Leg leg, long gap, Optional<Takeover> takeover) {
    return new Window(leg, gap, gap - 500, Map.of("stop-traffic-to-aurora", 100L), takeover);
  }

  private static BenchOptions options(String... arguments) {
    var options = new BenchOptions();
    new CommandLine(new Holder(options)).parseArgs(arguments);
    return options;
  }

  @CommandLine.Command
  private static final class Holder {
    @CommandLine.Mixin private final BenchOptions options;

    Holder(BenchOptions options) {
      this.options = options;
    }
  }
}
