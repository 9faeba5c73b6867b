package dev.kahuna.replica.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.step.DueSteps;
import dev.kahuna.step.Saga;
import dev.kahuna.telemetry.Telemetry.RowsCopied;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CopyGaugesTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final CopyGauges gauges = new CopyGauges(meters);

  @Test
  void aTableHasItsRowsWhileItIsCopied() {
    gauges.show("shop-2026", sample(5, new RowsCopied.Table("shop.orders", 10, 40, 5, 4, 1)));
    assertThat(value("kahuna.copy.rows")).isEqualTo(5);
    assertThat(value("kahuna.copy.tables.left")).isEqualTo(2);
    assertThat(value("kahuna.copy.chunks.left")).isEqualTo(6);
    assertThat(ofTable("kahuna.copy.table.bytes", "shop.orders")).isEqualTo(10);
    assertThat(ofTable("kahuna.copy.table.size", "shop.orders")).isEqualTo(40);

    gauges.show("shop-2026", sample(9, new RowsCopied.Table("shop.items", 1, 2, 0, 1, 0)));
    assertThat(value("kahuna.copy.rows")).isEqualTo(9);
    assertThat(ofTable("kahuna.copy.table.bytes", "shop.items")).isEqualTo(1);
    assertThat(meters.find("kahuna.copy.table.bytes").tag("table", "shop.orders").gauge()).isNull();

    gauges.keepOnly(new DueSteps(Saga.of("test"), List.of()));
    assertThat(meters.getMeters()).isEmpty();
  }

  @Test
  void theDashboardAsksForGaugesThatThereAre() throws IOException {
    gauges.show("shop-2026", sample(5, new RowsCopied.Table("shop.orders", 10, 40, 5, 4, 1)));
    var shown =
        meters.getMeters().stream().map(m -> m.getId().getName().replace('.', '_')).distinct();
    var dashboard = Files.readString(Path.of("../deploy/grafana/dashboards/kahuna.json"));
    var asked =
        Pattern.compile("kahuna_copy_[a-z_]+")
            .matcher(dashboard)
            .results()
            .map(MatchResult::group)
            .distinct()
            .toList();
    assertThat(asked).isNotEmpty();
    assertThat(shown).containsAll(asked);
  }

  private static RowsCopied sample(long rows, RowsCopied.Table underWay) {
    var noon = Instant.parse("2026-01-01T12:00:00Z");
    return new RowsCopied(noon, "copy-data", 3, 1, 7, 1, rows, List.of(underWay));
  }

  private double value(String name) {
    return meters.get(name).tag("migration", "shop-2026").gauge().value();
  }

  private double ofTable(String name, String table) {
    return meters.get(name).tag("table", table).gauge().value();
  }
}
