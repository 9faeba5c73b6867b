package dev.kahuna.sandbox.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.sandbox.report.Report.TableComparison;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class WritesTest {
  @Test
  void oneLostOrDoubledWriteSpoilsARunAndSoDoesNone() {
    assertThat(new Writes(10, 10, 0, 0).eachOnce()).isTrue();
    assertThat(new Writes(10, 9, 1, 0).eachOnce()).isFalse();
    assertThat(new Writes(10, 10, 0, 1).eachOnce()).isFalse();
    assertThat(Writes.NONE.eachOnce()).isFalse();
  }

  @Test
  void theNumbersOfSeveralRunsAddUp() {
    assertThat(Writes.sum(List.of(new Writes(10, 9, 1, 0), new Writes(5, 5, 0, 2))))
        .isEqualTo(new Writes(15, 14, 1, 2));
  }

  @Test
  void theNumbersAreFieldsOfTheReportItself() {
    var report =
        new Report(
            true,
            List.of(),
            new Writes(4, 3, 1, 2),
            List.of(),
            true,
            new TableComparison(0, List.of()),
            List.of(),
            1,
            1);
    tools.jackson.databind.JsonNode json = JsonMapper.shared().valueToTree(report);
    assertThat(json.propertyNames()).doesNotContain("writes");
    assertThat(json.path("acknowledged").asLong()).isEqualTo(4);
    assertThat(json.path("found").asLong()).isEqualTo(3);
    assertThat(json.path("lost").asLong()).isEqualTo(1);
    assertThat(json.path("doubled").asLong()).isEqualTo(2);
  }
}
