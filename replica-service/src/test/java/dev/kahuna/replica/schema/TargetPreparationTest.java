package dev.kahuna.replica.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.postgres.Credentials;
import dev.kahuna.replica.rows.CopyServers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two real servers of different majors. */
class TargetPreparationTest {
  private static final Credentials.Password APP = new Credentials.Password("app", "secret");
  private static final String SETTINGS =
      """
      SELECT string_agg(concat_ws(' ', nullif(s.setrole, 0)::regrole, CASE WHEN s.setdatabase > 0 THEN 'here' END, entry), ' | '
                        ORDER BY s.setrole > 0, s.setdatabase > 0, entry COLLATE "C")
      FROM pg_db_role_setting s, unnest(s.setconfig) AS entry
      WHERE s.setrole IN (0, 'app'::regrole)""";

  @RegisterExtension private static final CopyServers servers = CopyServers.start(15, 17);

  @Test
  void settingsOfTheDatabaseAndOfTheAppsRoleComeAlongExceptWhatTheTargetDoesNotTake()
      throws Exception {
    servers.source.execute(
        "CREATE ROLE app LOGIN",
        "CREATE SCHEMA \"Sales, East\"",
        "ALTER DATABASE postgres SET search_path = public, \"Sales, East\", \"$user\"",
        "ALTER DATABASE postgres SET DateStyle = 'SQL, DMY'",
        "ALTER DATABASE postgres SET force_parallel_mode = off",
        "ALTER DATABASE postgres SET default_transaction_read_only = on",
        "ALTER ROLE app SET search_path = public, bookkeeping",
        "ALTER ROLE app SET statement_timeout = '15s'",
        "ALTER ROLE app SET kahuna.fenced = 'yes'",
        "ALTER ROLE app SET my.tenant = 'it''s \\ mine'",
        "ALTER ROLE app IN DATABASE postgres SET lock_timeout = '3s'");
    try (var source = servers.source();
        var target = servers.target()) {
      new TargetPreparation(target.sql()).make(APP, source.sql());
      new TargetPreparation(target.sql()).make(APP, source.sql());
    }
    assertThat(servers.target.query(SETTINGS))
        .isEqualTo(
            "here DateStyle=SQL, DMY | here search_path=public, \"Sales, East\", \"$user\""
                + " | app my.tenant=it's \\ mine | app search_path=public, bookkeeping | app statement_timeout=15s"
                + " | app here lock_timeout=3s");
  }

  /** As the app's role may do on Heroku, where it owns them. */
  @Test
  void theAppsRoleOwnsPublicAndTheSchemasOfExtensions() throws Exception {
    servers.source.execute(
        "SET default_transaction_read_only = off",
        "CREATE SCHEMA tools",
        "CREATE EXTENSION citext SCHEMA tools",
        "CREATE EXTENSION hstore SCHEMA pg_catalog");
    try (var source = servers.source();
        var target = servers.target()) {
      new TargetPreparation(target.sql()).make(APP, source.sql());
    }
    assertThat(
            servers.target.query(
                "SELECT string_agg(nspname || ' ' || nspowner::regrole, ', ' ORDER BY nspname)"
                    + " FROM pg_namespace WHERE nspname IN ('public', 'tools')"))
        .isEqualTo("public app, tools app");
    assertThat(
            servers.target.query(
                "SELECT string_agg(extname, ', ' ORDER BY extname) FROM pg_extension"
                    + " WHERE extnamespace IN ('tools'::regnamespace, 'pg_catalog'::regnamespace)"))
        .isEqualTo("citext, hstore, plpgsql");
  }
}
