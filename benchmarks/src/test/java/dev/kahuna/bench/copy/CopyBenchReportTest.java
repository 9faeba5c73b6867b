package dev.kahuna.bench.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class CopyBenchReportTest {
  private final CopyBenchReport report =
      new CopyBenchReport(3, 4, 100, 15, 17, 87, Map.of("pgbench", figures()));

  private static CopyBenchReport.Figures figures() {
    var seconds = new LinkedHashMap<String, List<Double>>();
    seconds.put("kahuna", List.of(9.0, 4.0, 5.0));
    seconds.put("pgcopydb", List.of(7.0, 8.0, 7.5));
    seconds.put("native", List.of(20.0, 15.0));
    seconds.put("dumpRestore", List.of(6.0));
    return CopyBenchReport.Figures.of(seconds);
  }

  @Test
  void jsonHasMediansAndTheirsDividedByOurs() {
    var json = JsonMapper.shared().readTree(JsonMapper.shared().writeValueAsString(report));
    assertThat(json.get("heapMaxMb").asLong()).isEqualTo(87);
    var pgbench = json.get("pgbench");
    assertThat(pgbench.get("kahuna").asDouble()).isEqualTo(5);
    assertThat(pgbench.get("pgcopydb").asDouble()).isEqualTo(7.5);
    assertThat(pgbench.get("native").asDouble()).isEqualTo(17.5);
    assertThat(pgbench.get("dumpRestore").asDouble()).isEqualTo(6);
    assertThat(pgbench.get("vsPgcopydb").asDouble()).isEqualTo(1.5);
    assertThat(pgbench.get("vsNative").asDouble()).isEqualTo(3.5);
    assertThat(pgbench.get("all").get("kahuna")).hasSize(3);
  }

  @Test
  void peopleReadEveryRunAndTheRatios() {
    var printed = new ByteArrayOutputStream();
    report.print(new PrintStream(printed, true, StandardCharsets.UTF_8));
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .contains(
            "  kahuna           5.00 s   (9.00, 4.00, 5.00)",
            "  1.50 times as fast as pgcopydb, 3.50 times as fast as a subscription",
            "Kahuna's heap: 87 MiB at most");
  }
}
