package dev.kahuna.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Users reach the app, it has the processes that it had before, and it takes writes. */
final class AppNotLeftInMaintenance implements Guarantee {
  @Override
  public void check(FaultyMigration migration) {
    var app = migration.app();
    assertThat(app.maintenance()).as("maintenance").isFalse();
    assertThat(app.formation()).isEqualTo(Map.of("web", 1, "worker", 1));
    var now = Instant.now();
    await("a write that is acknowledged")
        .atMost(Duration.ofSeconds(20))
        .until(() -> migration.acknowledged().getLast().at().isAfter(now));
  }
}
