package dev.kahuna.bench.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class RestoreReportTest {
  private final RestoreReport report =
      new RestoreReport(
          3,
          2,
          100,
          5,
          408,
          100,
          640,
          seconds("kahuna", List.of(9.0, 4.0, 5.0), "plain", List.of(4.0, 4.5, 6.0)),
          seconds("kahuna", List.of(20.0, 10.0), "cp", List.of(18.0, 12.0)));

  private static Map<String, List<Double>> seconds(
      String ours, List<Double> oursSeconds, String theirs, List<Double> theirsSeconds) {
    var seconds = new LinkedHashMap<String, List<Double>>();
    seconds.put(ours, oursSeconds);
    seconds.put(theirs, theirsSeconds);
    return seconds;
  }

  @Test
  void jsonHasTheirMediansDividedByOursAndEveryRun() {
    var json = JsonMapper.shared().readTree(JsonMapper.shared().writeValueAsString(report));
    assertThat(json.get("restoreRatio").asDouble()).isEqualTo(0.9);
    assertThat(json.get("replayRatio").asDouble()).isEqualTo(1.0);
    assertThat(json.get("backupMb").asLong()).isEqualTo(408);
    assertThat(json.get("restore").get("kahuna")).hasSize(3);
    assertThat(json.get("restore").get("plain").get(2).asDouble()).isEqualTo(6);
    assertThat(json.get("replay").get("cp").get(0).asDouble()).isEqualTo(18);
  }

  @Test
  void peopleReadMediansWithTheirRangeAndTheRatios() {
    var printed = new ByteArrayOutputStream();
    report.print(new PrintStream(printed, true, StandardCharsets.UTF_8));
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .contains(
            "Base backup: 5 parts, 408 MiB in the archive, 2 at a time",
            "  kahuna       5.00 s   (4.00 to 9.00)",
            "  cp          15.00 s   (12.00 to 18.00)",
            "Restore 0.90 times as fast as by plain tools, replay 1.00 times as fast as with cp");
  }
}
