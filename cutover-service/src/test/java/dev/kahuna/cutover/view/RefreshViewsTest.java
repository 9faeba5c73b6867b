package dev.kahuna.cutover.view;

import static dev.kahuna.cutover.app.AppDatabase.ask;
import static dev.kahuna.cutover.app.AppDatabase.execute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.cutover.ReplicatedPair;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.database.MigrationDatabases;
import dev.kahuna.event.Leg;
import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.fault.Survives;
import dev.kahuna.secret.Secrets;
import dev.kahuna.secret.SecretsManagerStandIn;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Views that the app refreshes on the replica of 15 while Aurora, of 17, follows. */
class RefreshViewsTest {
  private SecretsManagerStandIn vault;
  private ReplicatedPair pair;

  @BeforeEach
  void start() throws Exception {
    vault = new SecretsManagerStandIn();
    pair =
        new ReplicatedPair(
            "CREATE TABLE draws (id int PRIMARY KEY)",
            "CREATE MATERIALIZED VIEW draw_totals AS SELECT count(*) AS draws FROM draws",
            "CREATE MATERIALIZED VIEW by_draw AS SELECT id, (SELECT draws FROM draw_totals) AS"
                + " draws FROM draws",
            "CREATE UNIQUE INDEX by_draw_id ON by_draw (id)",
            "CREATE MATERIALIZED VIEW empty AS SELECT 1 AS a WITH NO DATA");
    execute(
        pair.here,
        "INSERT INTO draws SELECT generate_series(1, 20)",
        "REFRESH MATERIALIZED VIEW draw_totals",
        "REFRESH MATERIALIZED VIEW by_draw");
    // A replica that follows Aurora has it for Kahuna's role, and REFRESH CONCURRENTLY fails with
    // it.
    execute(pair.there, "ALTER ROLE ALL SET quote_all_identifiers = on");
    pair.settle();
  }

  @AfterEach
  void stop() throws Exception {
    pair.close();
    vault.close();
  }

  @Test
  @Survives(
      fault = 55,
      done = "the app refreshes materialized views on the replica after the copy",
      held = "they are refreshed on Aurora before the window, and each is named with its statement")
  void viewsAreRefreshedBeforeTheWindow() throws Exception {
    for (var server : List.of(pair.here, pair.there)) {
      // Reserved from 16 on.
      execute(server, "CREATE MATERIALIZED VIEW \"system_user\" AS SELECT 1 AS a");
    }
    assertThat(ask(pair.there, "SELECT draws FROM draw_totals")).isEqualTo("0");
    var findings = refresh(Duration.ofMinutes(1));
    assertThat(ask(pair.there, "SELECT draws FROM draw_totals")).isEqualTo("20");
    assertThat(ask(pair.there, "SELECT draws FROM by_draw WHERE id = 20")).isEqualTo("20");
    assertThat(ask(pair.there, "SELECT relispopulated FROM pg_class WHERE relname = 'empty'"))
        .isEqualTo("f");
    assertThat(findings)
        .extracting(Finding::advice)
        .satisfiesExactly(
            advice -> assertThat(advice).contains("'REFRESH MATERIALIZED VIEW public.draw_totals'"),
            advice ->
                assertThat(advice)
                    .contains("'REFRESH MATERIALIZED VIEW CONCURRENTLY public.by_draw'"),
            advice -> assertThat(advice).contains("VIEW public.\"system_user\"'"));
  }

  @Test
  void whatTakesTooLongIsNamedAndTheWindowIsNotHeldBack() throws Exception {
    execute(
        pair.there,
        "DROP MATERIALIZED VIEW by_draw",
        "CREATE MATERIALIZED VIEW by_draw AS SELECT pg_sleep(60) IS NULL AS slept WITH NO DATA");
    assertThat(refresh(Duration.ofMillis(1500)))
        .extracting(Finding::advice)
        .satisfiesExactly(
            advice -> assertThat(advice).contains("public.draw_totals is fresh on Aurora"),
            advice ->
                assertThat(advice)
                    .contains("public.by_draw was not refreshed on Aurora")
                    .contains("canceling statement due to statement timeout")
                    .contains("run 'REFRESH MATERIALIZED VIEW public.by_draw'"));
    assertThat(ask(pair.there, "SELECT draws FROM draw_totals")).isEqualTo("20");
  }

  private List<Finding> refresh(Duration longest) throws Exception {
    var secrets = new Secrets(vault::client);
    var databases =
        new CutoverDatabases(new MigrationDatabases(secrets, Optional.empty()), secrets);
    return new RefreshViews(databases, longest).refresh(pair.here, pair.there, Leg.TO_AURORA);
  }
}
