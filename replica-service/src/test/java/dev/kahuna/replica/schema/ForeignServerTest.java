package dev.kahuna.replica.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kahuna.failure.FailureKind;
import dev.kahuna.postgres.Credentials;
import dev.kahuna.postgres.PostgresFailures;
import dev.kahuna.postgres.Queries;
import dev.kahuna.replica.rows.CopyServers;
import dev.kahuna.replica.rows.SampleRows;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** From 15 to 17, where the app's role is no superuser. */
class ForeignServerTest {
  @RegisterExtension private static final CopyServers servers = CopyServers.start(15, 17);

  @Test
  void theAppsRoleMakesItsForeignServersAndTables(@TempDir Path home) throws Exception {
    servers.source.execute(Queries.of(ForeignServerTest.class).text("foreign-server"));
    var dump = new LocalDump(servers.source, home);
    try (var source = servers.source();
        var master = servers.target();
        var owner = servers.target()) {
      var app = new Credentials.Password("app", "a password");
      assertThat(new TargetPreparation(master.sql()).rehearse(app, source.sql())).isEmpty();
      run(owner.sql(), "SET SESSION AUTHORIZATION app");
      owner.sql().setAutoCommit(false);
      var trial = new SchemaTrial(owner.sql(), source.sql());
      trial.preData(
          dump.section("pre-data").stream().filter(entry -> !entry.isOfExtension()).toList());
      assertThat(new SampleRows(servers, new Remedies(source.sql())).copy().refusals()).isEmpty();
      trial.postData(dump.section("post-data"));
      assertThat(trial.refusals()).isEmpty();
      assertThat(trial.consequences()).isZero();
      owner.sql().rollback();

      // It is the other server that is out of reach, so trying again on a new connection is no use.
      var failure =
          catchThrowableOfType(
              SQLException.class, () -> run(owner.sql(), "SELECT * FROM public.remote_stock"));
      assertThat(PostgresFailures.kind(failure)).isEqualTo(FailureKind.REJECTED);
    }
    assertThat(servers.target.query("SELECT count(*) FROM public.readings_now")).isEqualTo("1");
    assertThat(
            servers.target.query(
                "SELECT usename || array_to_string(umoptions, ' ') FROM pg_user_mappings"))
        .contains("app", "user=reader");
  }

  private static void run(Connection session, String sql) throws SQLException {
    try (var statement = session.createStatement()) {
      statement.execute(sql);
    }
  }
}
