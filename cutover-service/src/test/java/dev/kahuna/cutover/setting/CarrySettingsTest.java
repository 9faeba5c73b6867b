package dev.kahuna.cutover.setting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.appsetting.AppSetting;
import dev.kahuna.cutover.app.AppDatabase;
import dev.kahuna.event.Leg;
import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.fault.Survives;
import dev.kahuna.postgres.BareSession;
import dev.kahuna.postgres.Credentials;
import dev.kahuna.postgres.TestPasswords;
import dev.kahuna.postgres.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An old server with settings at every level, a replica that follows it, and a newer server. */
class CarrySettingsTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** What the app's sessions have, as no client's setting hides it. */
  private static final List<String> SHAPING =
      List.of(
          "TimeZone",
          "DateStyle",
          "IntervalStyle",
          "bytea_output",
          "extra_float_digits",
          "client_encoding",
          "default_transaction_isolation",
          "search_path",
          "statement_timeout",
          "lock_timeout",
          "idle_in_transaction_session_timeout",
          "standard_conforming_strings",
          "default_text_search_config",
          "lc_monetary",
          "my.tenant");

  private static TestPostgres heroku;
  private static TestPostgres replica;
  private static TestPostgres aurora;

  @BeforeAll
  static void start() throws Exception {
    heroku =
        TestPostgres.of(15)
            .set("timezone", "Asia/Tokyo")
            .set("datestyle", "SQL, DMY")
            .set("intervalstyle", "iso_8601")
            .set("bytea_output", "escape")
            .set("extra_float_digits", "-3")
            .set("default_transaction_isolation", "repeatable read")
            .set("standard_conforming_strings", "off")
            .set("default_text_search_config", "pg_catalog.german")
            .set("idle_in_transaction_session_timeout", "1h")
            .start();
    heroku.execute(
        "CREATE ROLE app LOGIN " + TestPasswords.stored("secret"),
        "CREATE DATABASE app OWNER app",
        "ALTER DATABASE app SET client_encoding = 'LATIN1'",
        "ALTER DATABASE app SET force_parallel_mode = off",
        "ALTER DATABASE app SET search_path = public, \"Sales, East\"",
        "ALTER ROLE app SET statement_timeout = '15s'",
        "ALTER ROLE app SET my.tenant = 'größer'",
        "ALTER ROLE app IN DATABASE app SET lock_timeout = '3s'");
    replica =
        TestPostgres.of(15)
            .following(heroku)
            .set("datestyle", "ISO, MDY")
            .set("default_text_search_config", "pg_catalog.simple")
            .start();
    for (var setting :
        List.of(
            "intervalstyle",
            "bytea_output",
            "extra_float_digits",
            "default_transaction_isolation",
            "standard_conforming_strings",
            "idle_in_transaction_session_timeout")) {
      replica.execute("ALTER SYSTEM RESET " + setting);
    }
    replica.execute("SELECT pg_reload_conf()");
    aurora = AppDatabase.server(17, "idle_in_transaction_session_timeout", "1d");
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> replica.query("SELECT count(*) FROM pg_database WHERE datname = 'app'"),
            "1"::equals);
  }

  @AfterAll
  static void stop() {
    aurora.close();
    replica.close();
    heroku.close();
  }

  @Test
  @Survives(
      fault = 53,
      done =
          "Heroku's server, the app's database and its role have settings of time zone, date style, search path, time-outs and others; one of them is unknown to the newer version",
      held =
          "a fresh session of the app has the same on the replica before its promotion, and on the newer server; the one that can't come along is named before the first window, with its reason")
  void aFreshSessionOfTheAppHasTheSameSettingsOnEachNewServer() throws Exception {
    var wanted = seen(heroku);
    assertThat(seen(replica)).as("before").isNotEqualTo(wanted);

    assertThat(refusedByAurora())
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.advice())
                    .contains(
                        "force_parallel_mode",
                        "unrecognized configuration parameter",
                        "reset it on Heroku"));
    assertThat(carry(Leg.TO_REPLICA, heroku, replica)).isEmpty();
    assertThat(seen(replica)).as("on the replica in recovery").isEqualTo(wanted);

    var left = carry(Leg.TO_AURORA, replica, aurora);
    assertThat(left).as("left").hasSize(1);
    assertThat(left.getFirst().advice())
        .contains("force_parallel_mode is 'off' on the replica and unset on Aurora")
        .endsWith("ALTER DATABASE app SET force_parallel_mode TO 'off'");
    assertThat(seen(aurora)).as("on the newer server").isEqualTo(wanted);

    aurora.execute("ALTER DATABASE app SET default_transaction_read_only = on");
    assertThat(carry(Leg.TO_AURORA, replica, aurora)).as("again, fenced").isEqualTo(left);
  }

  @Test
  void whatSomebodyChoseOnTheNewServerAloneIsNamedAndStays() throws Exception {
    try (var server = AppDatabase.server(17);
        var closed = AppDatabase.asSuperuser(server)) {
      var plain = view(server);
      server.execute(
          "ALTER ROLE app SET statement_timeout = '1min'",
          "ALTER ROLE app SET x.y = 'p4ss'",
          "ALTER ROLE app SET kahuna.fenced = 'yes'",
          "ALTER ROLE app NOLOGIN");
      assertThat(
              CarrySettings.run(
                  Leg.BACK_TO_REPLICA,
                  plain,
                  () -> withoutLogin(server, closed),
                  NewServer.of(closed, "app")))
          .extracting(Finding::advice)
          .satisfiesExactly(
              advice ->
                  assertThat(advice)
                      .contains("statement_timeout is '0' on Aurora and '1min' on the replica")
                      .contains("somebody chose it there")
                      .endsWith("ALTER ROLE app SET statement_timeout TO '0'"),
              advice ->
                  assertThat(advice)
                      .endsWith("ALTER ROLE app RESET \"x.y\"")
                      .doesNotContain("p4ss"));
    }
  }

  private static SessionView withoutLogin(TestPostgres server, Connection kahuna)
      throws SQLException {
    try (var session = bare(server, server.credentials())) {
      return SessionView.of(session, "app", AppSetting.stored(kahuna, "app"));
    }
  }

  private static Map<String, String> seen(TestPostgres server) throws SQLException {
    var seen = new TreeMap<String, String>();
    var settings = view(server).settings();
    for (var name : SHAPING) {
      var setting = settings.get(name.toLowerCase(Locale.ROOT));
      seen.put(name, setting == null ? "unset" : setting.value());
    }
    return seen;
  }

  private static List<Finding> carry(Leg leg, TestPostgres from, TestPostgres to) throws Exception {
    try (var kahuna = AppDatabase.asSuperuser(to)) {
      return CarrySettings.run(leg, view(from), () -> view(to), NewServer.of(kahuna, "app"));
    }
  }

  private static List<Finding> refusedByAurora() throws SQLException {
    try (var kahuna = AppDatabase.asSuperuser(aurora);
        var session = bare(aurora, aurora.credentials())) {
      return RefusedByTarget.findings(view(heroku), SessionView.of(session, "app"), kahuna, "app");
    }
  }

  private static SessionView view(TestPostgres server) throws SQLException {
    try (var session = bare(server, new Credentials.Password("app", "secret"))) {
      return SessionView.of(session, "app");
    }
  }

  private static BareSession bare(TestPostgres server, Credentials credentials)
      throws SQLException {
    return BareSession.open(
        server.endpoint().withDatabase("app"), credentials, server.trust(), LIMIT);
  }
}
