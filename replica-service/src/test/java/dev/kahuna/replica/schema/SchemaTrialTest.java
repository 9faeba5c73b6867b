package dev.kahuna.replica.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.fault.Survives;
import dev.kahuna.postgres.Credentials;
import dev.kahuna.postgres.Queries;
import dev.kahuna.replica.rows.CopyServers;
import dev.kahuna.replica.rows.SampleRows;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** From 15 to 17, as a role that is no superuser. */
class SchemaTrialTest {
  private static final String RELIES =
      " on the session's search path, which building an index, refreshing a view and applying"
          + " replicated rows do not use on Aurora: give it one of its own";

  @RegisterExtension private static final CopyServers servers = CopyServers.start(15, 17);

  @Test
  @Survives(
      fault = 62,
      done =
          "an index, a materialized view, a view, a function and a CHECK that 17 refuses, and a"
              + " row that a CHECK refuses",
      held = "each is named at once with its remedy; what depends on one is counted")
  void everyRefusalIsNamedAtOnceWithWhatToDo(@TempDir Path home) throws Exception {
    servers.source.execute(Queries.of(SchemaTrialTest.class).text("refused"));
    servers.target.execute("CREATE ROLE app LOGIN");
    var dump = new LocalDump(servers.source, home);
    var preData =
        dump.section("pre-data").stream()
            .filter(entry -> !entry.isOfExtension())
            .map(SchemaEntry::besideWhatIsThere)
            .toList();
    var postData = dump.section("post-data");
    try (var source = servers.source();
        var master = servers.target();
        var owner = servers.target()) {
      var app = new Credentials.Password("app", "a password");
      assertThat(new TargetPreparation(master.sql()).rehearse(app, source.sql())).isEmpty();
      run(owner.sql(), "SET SESSION AUTHORIZATION app");
      owner.sql().setAutoCommit(false);
      var trial = new SchemaTrial(owner.sql(), source.sql());
      trial.preData(preData);
      var sample = new SampleRows(servers, new Remedies(source.sql())).copy();
      trial.postData(postData);

      assertThat(trial.refusals())
          .extracting(Refusal::toString)
          .containsExactlyInAnyOrder(
              "function public.raw(internal): permission denied for language internal. Aurora"
                  + " allows this to no role of the app: drop it (DROP FUNCTION"
                  + " \"public\".\"raw\"(\"internal\")), or leave it to Aurora's master user after the"
                  + " migration",
              "view public.writer_load: column pg_stat_bgwriter.buffers_backend does not exist. Change or drop"
                  + " it (DROP VIEW \"public\".\"writer_load\")",
              "index public.berths_folded: function unaccent(text) does not exist. The function"
                  + " folded (ALTER FUNCTION public.folded(words text) SET search_path = public) relies"
                  + RELIES,
              "constraint \"boats_moored\" of TABLE \"public\".\"boats\": relation \"berths\" does not"
                  + " exist. The function is_moored (ALTER FUNCTION public.is_moored(wanted integer)"
                  + " SET search_path = public) relies"
                  + RELIES,
              "constraint \"boats_calm\" of TABLE \"public\".\"boats\": column"
                  + " \"buffers_backend\" does not exist. Its function is_calm fails: change it, or"
                  + " drop the constraint (ALTER TABLE \"public\".\"boats\" DROP CONSTRAINT"
                  + " \"boats_calm\")",
              "materialized view data public.business: relation \"berths\" does not exist. The"
                  + " function busier (ALTER FUNCTION public.busier(than integer) SET search_path ="
                  + " public) relies"
                  + RELIES);
      assertThat(trial.consequences()).as("the view of the view").isEqualTo(1);
      assertThat(trial.tried()).isEqualTo(preData.size() + postData.size());
      assertThat(sample.tables()).isEqualTo(6);
      assertThat(sample.refusals())
          .extracting(Refusal::toString)
          .containsExactlyInAnyOrder(
              "rows of table public.quays: function unaccent(text) does not exist. The function"
                  + " plain (ALTER FUNCTION public.plain(words text) SET search_path = public)"
                  + " relies"
                  + RELIES,
              "rows of table public.crews: new row for relation \"crews\" violates check constraint"
                  + " \"crews_code\". Change the rows, or drop what refuses them");
    }
    assertThat(servers.target.query("SELECT count(*) FROM public.piers")).isEqualTo("100");
    assertThat(
            servers.target.query(
                "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND NOT convalidated"))
        .isEqualTo("1");
  }

  private static void run(Connection session, String sql) throws SQLException {
    try (var statement = session.createStatement()) {
      statement.execute(sql);
    }
  }
}
