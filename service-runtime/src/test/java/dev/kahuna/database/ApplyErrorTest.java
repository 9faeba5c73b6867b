package dev.kahuna.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Logs as servers of 15 and 17 write them. */
class ApplyErrorTest {
  private static final String APP =
      """
      2026-11-30 11:00:01.120 UTC [77] app@app ERROR:  duplicate key value violates unique constraint "mine"
      2026-11-30 11:00:01.120 UTC [77] app@app DETAIL:  Key (id)=(1) already exists.
      """;

  @Test
  void theNewestErrorOfTheWorkerIsFoundAmongThoseOfClients() {
    var log =
        """
        2026-11-30 11:00:00.100 UTC [70] ERROR:  null value in column "a" of relation "item" violates not-null constraint
        2026-11-30 11:00:00.100 UTC [70] DETAIL:  Failing row contains (secret).
        2026-11-30 11:00:00.100 UTC [70] CONTEXT:  processing remote data for replication origin "pg_16400" during message type "INSERT" for replication target relation "public.item" in transaction 731, finished at 0/1571A50
        """
            + APP;
    var error = ApplyError.newest(log).orElseThrow();
    assertThat(error.sentence("Aurora", "the replica"))
        .isEqualTo(
            "null value in column \"a\" of relation \"item\" violates not-null constraint, in table"
                + " public.item. Change what forbids it in public.item on Aurora; the worker then"
                + " continues by itself");
  }

  @Test
  void aMissingTableHasItsCure() {
    var log =
        """
        2026-11-30 11:00:00 UTC ERROR:  logical replication target relation "public.later" does not exist
        """;
    assertThat(ApplyError.newest(log).orElseThrow().sentence("Aurora", "the replica"))
        .endsWith(
            "in table public.later. Create public.later on Aurora as it is on the replica; the worker"
                + " then continues by itself");
  }

  /** Its context has several lines. */
  @Test
  void aTriggerThatFiresForReplicatedChangesIsNamed() {
    var log =
        """
        2026-11-30 11:00:00 UTC [70] ERROR:  duplicate key value violates unique constraint "trail_pkey"
        2026-11-30 11:00:00 UTC [70] DETAIL:  Key (draw)=(7) already exists.
        2026-11-30 11:00:00 UTC [70] CONTEXT:  SQL statement "INSERT INTO trail VALUES (NEW.id)"
        \tPL/pgSQL function public.leave_trail() line 3 at SQL statement
        \tprocessing remote data for replication origin "pg_16400" during message type "INSERT" for replication target relation "public.draws" in transaction 731, finished at 0/1571A50
        2026-11-30 11:00:00 UTC [71] app@app LOG:  something else
        """;
    assertThat(ApplyError.newest(log).orElseThrow().sentence("Aurora", "the replica"))
        .isEqualTo(
            "duplicate key value violates unique constraint \"trail_pkey\", in table public.draws"
                + " (Key (draw)=(7) already exists). A trigger of public.draws ran"
                + " public.leave_trail() on Aurora: it is enabled ALWAYS or REPLICA, so it fires for"
                + " replicated changes too. Let it fire for the app's writes only: run ALTER TABLE"
                + " public.draws ENABLE TRIGGER with its name on the replica, then copy again, since"
                + " the trigger may have changed rows already");
  }

  @Test
  void rowSecurityThatBindsTheOwnerHasItsCure() {
    var log =
        """
        2026-11-30 11:00:00 UTC [70] ERROR:  user "app" cannot replicate into relation with row-level security enabled: "notes"
        2026-11-30 11:00:00 UTC [70] CONTEXT:  processing remote data for replication origin "pg_16400" during message type "INSERT" for replication target relation "public.notes" in transaction 731, finished at 0/1571A50
        """;
    assertThat(ApplyError.newest(log).orElseThrow().sentence("Aurora", "the replica"))
        .endsWith(
            "Run ALTER TABLE public.notes NO FORCE ROW LEVEL SECURITY on Aurora; the worker then"
                + " continues by itself");
  }

  @Test
  void errorsOfClientsAloneAreNone() {
    assertThat(ApplyError.newest(APP)).isEmpty();
  }
}
