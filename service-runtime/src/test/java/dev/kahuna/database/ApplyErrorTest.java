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

  @Test
  void errorsOfClientsAloneAreNone() {
    assertThat(ApplyError.newest(APP)).isEmpty();
  }
}
