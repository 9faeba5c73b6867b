package dev.kahuna.cutover.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.cutover.ReplicatedPair;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.database.MigrationDatabases;
import dev.kahuna.event.Leg;
import dev.kahuna.event.OperatorEvent.SchemaDifferencesAccepted;
import dev.kahuna.event.SchemaDifference;
import dev.kahuna.fault.Survives;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.secret.Secrets;
import dev.kahuna.secret.SecretsManagerStandIn;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Changes that replication does not carry, on a replica of 15 and an Aurora of 17 that follows. */
class SameSchemaTest {
  private static final Migration MIGRATION = Migration.of("shop-2026");

  @Test
  @Survives(
      fault = 41,
      done = "a unique index, a default and a label are made on the replica, or on Aurora",
      held = "the look before the window says which, and what to do; it opens when they are equal")
  void aWindowStaysShutWhileTheSchemasDiffer() throws Exception {
    try (var pair =
            new ReplicatedPair(
                "CREATE TYPE plan AS ENUM ('free')",
                "CREATE TABLE customers (id int PRIMARY KEY, email text, plan plan)",
                "CREATE VIEW free AS SELECT id FROM customers WHERE plan = 'free'");
        var vault = new SecretsManagerStandIn()) {
      var look = look(vault);
      assertThat(said(look, Leg.TO_AURORA, pair.here, pair.there)).isEmpty();
      try (var statement = pair.here.createStatement()) {
        statement.execute("CREATE UNIQUE INDEX once ON public.customers (lower(email))");
        statement.execute("ALTER TABLE public.customers ALTER plan SET DEFAULT 'free'");
        statement.execute("ALTER TYPE public.plan ADD VALUE 'partner'");
      }
      assertThat(said(look, Leg.TO_AURORA, pair.here, pair.there).orElseThrow())
          .contains("3 objects differ")
          .contains("index public.once is missing")
          .contains("default public.customers.plan is missing")
          .contains("label public.plan 'partner' is missing")
          .contains("'kahuna apply-schema shop-2026' runs it");
      assertThat(said(look, Leg.BACK_TO_REPLICA, pair.there, pair.here).orElseThrow())
          .contains("the schema of the replica must be equal to that of Aurora")
          .contains("index public.once is too many");
    }
  }

  @Test
  void whatTheOperatorHasAcceptedHoldsNothingBack() throws Exception {
    try (var pair = new ReplicatedPair("CREATE TABLE customers (id int PRIMARY KEY)");
        var vault = new SecretsManagerStandIn()) {
      try (var statement = pair.here.createStatement()) {
        statement.execute("COMMENT ON TABLE public.customers IS 'all'");
      }
      var accepted =
          new SchemaDifferencesAccepted(
              1,
              List.of(
                  new SchemaDifference(
                      "comment table public.customers",
                      "is missing",
                      "COMMENT ON TABLE \"public\".\"customers\" IS 'all';")));
      var migration =
          MIGRATION.with(new LoggedEvent("shop-2026", accepted, 0, Instant.EPOCH, "test"));
      var look = look(vault);
      assertThat(said(look, Leg.TO_AURORA, pair.here, pair.there).orElseThrow())
          .contains("and 1 object differs: comment table public.customers is missing");
      assertThat(look.difference(migration, Leg.TO_AURORA, pair.here, pair.there)).isEmpty();
    }
  }

  private static SameSchema look(SecretsManagerStandIn vault) {
    var secrets = new Secrets(vault::client);
    return new SameSchema(
        new CutoverDatabases(new MigrationDatabases(secrets, Optional.empty()), secrets));
  }

  private static Optional<String> said(
      SameSchema look, Leg leg, Connection source, Connection target) throws Exception {
    return look.difference(MIGRATION, leg, source, target);
  }
}
