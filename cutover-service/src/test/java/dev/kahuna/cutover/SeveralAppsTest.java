package dev.kahuna.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.CutoverEvent.AppRepointed;
import dev.kahuna.event.CutoverEvent.CutoverCompleted;
import dev.kahuna.event.CutoverEvent.CutoverUndone;
import dev.kahuna.event.CutoverEvent.TrafficStopped;
import dev.kahuna.event.Leg;
import dev.kahuna.event.OperatorEvent.MigrationCancelled;
import dev.kahuna.fault.Survives;
import dev.kahuna.standin.heroku.HerokuFaults;
import dev.kahuna.standin.heroku.app.HerokuApp;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two apps on one database, which move together or not at all. */
class SeveralAppsTest extends OnTestbed {
  private List<HerokuApp> apps;

  @Override
  CutoverTestbed testbed(Path directory) throws Exception {
    return new CutoverTestbed(directory, List.of("shop", "office"));
  }

  @BeforeEach
  void start() {
    apps = List.of(cloud.heroku.app("shop"), cloud.heroku.app("office"));
  }

  @Test
  void moveInOneWindow() {
    cloud.saga.runUntil(m -> m.has(TrafficStopped.class, Leg.TO_REPLICA));
    assertThat(apps).allMatch(HerokuApp::maintenance);
    cloud.saga.runUntil(m -> m.has(CutoverCompleted.class, Leg.TO_REPLICA));
    var repointed = cloud.saga.migration().get(AppRepointed.class, Leg.TO_REPLICA);
    assertThat(repointed.releases()).containsOnlyKeys("shop", "office");
    var replica = ":" + cloud.replica.endpoint().port() + "/";
    assertThat(apps).allMatch(app -> app.config().get("DATABASE_URL").contains(replica));
    assertThat(apps).noneMatch(HerokuApp::maintenance);
    assertThat(apps).allMatch(SeveralAppsTest::isWhole);
  }

  @Test
  void goBackTogether() {
    cloud.saga.runUntil(m -> m.has(AppRepointed.class, Leg.TO_REPLICA));
    cloud.saga.know(new MigrationCancelled("second thoughts"));
    cloud.saga.runUntil(m -> m.has(CutoverUndone.class));
    assertThat(apps).allMatch(app -> app.config().get("DATABASE_URL").equals(cloud.sourceUrl()));
    assertThat(apps).noneMatch(HerokuApp::maintenance);
    assertThat(apps).allMatch(SeveralAppsTest::isWhole);
  }

  @Survives(
      fault = 40,
      done = "one of two apps can't be given its config back, since Heroku does not answer for it",
      held = "the other runs on its old database at once, and the first one later")
  @Test
  void oneThatCannotGoBackHoldsUpNoOther() {
    var down = new HerokuFaults.Fault.Answer(503, false);
    cloud.saga.runUntil(m -> m.has(AppRepointed.class, Leg.TO_REPLICA));
    cloud.heroku.faults().next(Integer.MAX_VALUE, "PATCH", "/apps/shop/config-vars", down);
    cloud.saga.know(new MigrationCancelled("second thoughts"));
    cloud.saga.runUntil(m -> !apps.get(1).maintenance());
    assertThat(apps.get(1).config().get("DATABASE_URL")).isEqualTo(cloud.sourceUrl());
    assertThat(isWhole(apps.get(1))).isTrue();
    assertThat(apps.getFirst().maintenance()).isTrue();
    assertThat(cloud.saga.migration().has(CutoverUndone.class)).isFalse();

    cloud.heroku.faults().clear();
    cloud.saga.runUntil(m -> m.has(CutoverUndone.class));
    assertThat(apps).noneMatch(HerokuApp::maintenance);
    assertThat(apps).allMatch(app -> app.config().get("DATABASE_URL").equals(cloud.sourceUrl()));
  }

  @Survives(
      fault = 40,
      done = "Heroku refuses to attach the database to an app again",
      held = "the app gets the saved value as its own, by one release, and the operator reads it")
  @Test
  void whereTheAttachmentIsRefusedTheValueIsSet() {
    var refused = new HerokuFaults.Fault.Answer(422, false);
    cloud.saga.runUntil(m -> m.has(AppRepointed.class, Leg.TO_REPLICA));
    cloud.heroku.faults().next(Integer.MAX_VALUE, "POST", "/addon-attachments", refused);
    cloud.saga.know(new MigrationCancelled("second thoughts"));
    cloud.saga.runUntil(m -> m.has(CutoverUndone.class));
    assertThat(apps).noneMatch(HerokuApp::maintenance);
    assertThat(apps).allMatch(app -> app.config().get("DATABASE_URL").equals(cloud.sourceUrl()));
    assertThat(apps).allMatch(SeveralAppsTest::isWhole);
    assertThat(cloud.saga.migration().find(CutoverUndone.class).orElseThrow().reason())
        .startsWith("cancelled: second thoughts. Heroku refused to attach")
        .contains("heroku addons:attach", "-a shop", "-a office");
  }

  private static boolean isWhole(HerokuApp app) {
    return app.formation().getOrDefault("web", 0) == 1
        && app.formation().getOrDefault("worker", 0) == 1;
  }
}
