package dev.kahuna.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.CutoverEvent.ReplicaDrained;
import dev.kahuna.event.Leg;
import dev.kahuna.event.StepFailed;
import dev.kahuna.fault.Survives;
import dev.kahuna.heroku.HerokuApi;
import dev.kahuna.heroku.HerokuPlatform;
import dev.kahuna.postgres.TestPostgres;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A replica that follows another database than the one that the app uses. */
class LineageTest extends OnTestbed {
  @Survives(
      fault = 36,
      done =
          "the app was changed over to a follower; the replica follows the former primary, ahead",
      held = "not drained, not promoted, undone; the operator reads why")
  @Test
  void aReplicaOfTheFormerPrimaryIsNotPromoted() throws Exception {
    try (var follower =
        TestPostgres.of(15).following(cloud.source).set("max_prepared_transactions", "2").start()) {
      follower.execute("SELECT pg_promote()");
      cloud.execute(
          cloud.source,
          "SELECT count(pg_logical_emit_message(false, 'fill', repeat('x', 1000000)))"
              + " FROM generate_series(1, 100)");
      changeOverTo(follower);

      cloud.saga.runUntil(m -> m.has(StepFailed.class) || m.has(ReplicaDrained.class));
      assertThat(cloud.saga.migration().find(StepFailed.class))
          .get()
          .satisfies(failed -> assertThat(failed.step()).isEqualTo("drain-wal"))
          .satisfies(
              failed ->
                  assertThat(failed.reason())
                      .contains("it follows another database than the one that the app uses"));
      cloud.saga.runUntil(m -> m.has(CutoverUndone.class));
      assertThat(cloud.ask(cloud.replica, "SELECT pg_is_in_recovery()")).isEqualTo("t");
      assertThat(cloud.shop.maintenance()).isFalse();
      assertThat(cloud.shop.config().get("DATABASE_URL")).contains(port(follower));
      assertThat(cloud.ask(follower, "SELECT count(*) FROM pg_db_role_setting WHERE setrole = 0"))
          .as("the fence is lifted")
          .isEqualTo("0");
      assertThat(cloud.saga.migration().has(ReplicaDrained.class, Leg.TO_REPLICA)).isFalse();
    }
  }

  private void changeOverTo(TestPostgres follower) throws Exception {
    var url = cloud.sourceUrl().replace(port(cloud.source), port(follower));
    var api =
        new HerokuPlatform(cloud.heroku.apiUrl(), HerokuPlatform.TIMEOUT)
            .account(cloud.heroku.token());
    var attachments = api.attachments("shop");
    api.attach("shop", "postgresql-shop", "FORMER");
    api.detach(named("DATABASE", attachments).id());
    var attached = cloud.heroku.createPostgresAddon("postgresql-follower", url, cloud.shop);
    assertThat(attached.name()).isEqualTo("postgresql-follower");
  }

  private static HerokuApi.Attachment named(String name, List<HerokuApi.Attachment> all) {
    return all.stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
  }

  private static String port(TestPostgres server) {
    return ":" + server.endpoint().port() + "/";
  }
}
