package dev.kahuna.heroku;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kahuna.fault.Survives;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HerokuApiTest {
  private RecordedHeroku heroku;
  private HerokuApi api;

  @BeforeEach
  void start() throws IOException {
    heroku = new RecordedHeroku();
    api = new HerokuPlatform(heroku.url(), Duration.ofMillis(500)).account("t0ken");
  }

  @AfterEach
  void stop() {
    heroku.close();
  }

  @Test
  void authorizesAndAsksForVersion3() throws Exception {
    heroku.on("GET /apps/shop", 200, "{\"id\":\"a1\",\"name\":\"shop\",\"maintenance\":true}");

    assertThat(api.app("shop")).isEqualTo(new HerokuApi.App("a1", "shop", true));

    var asked = heroku.asked.take();
    assertThat(asked.authorization()).isEqualTo("Bearer t0ken");
    assertThat(asked.accept()).isEqualTo("application/vnd.heroku+json; version=3");
    assertThat(api.remainingTokens()).isEqualTo(4321);
  }

  @Test
  void setsAndUnsetsConfigVarsInOneCall() throws Exception {
    heroku.on("PATCH /apps/shop/config-vars", 200, "{\"A\":\"1\"}");
    var changes = new LinkedHashMap<String, Optional<String>>();
    changes.put("A", Optional.of("1"));
    changes.put("B", Optional.empty());

    assertThat(api.changeConfigVars("shop", changes)).isEqualTo(Map.of("A", "1"));

    assertThat(heroku.asked.take().body()).isEqualTo("{\"A\":\"1\",\"B\":null}");
  }

  @Test
  void scalesSeveralTypesInOneCall() throws Exception {
    heroku.on("PATCH /apps/shop/formation", 200, "[{\"type\":\"worker\",\"quantity\":0}]");

    assertThat(api.scale("shop", Map.of("worker", 0)))
        .containsExactly(new HerokuApi.Formation("worker", 0));

    assertThat(heroku.asked.take().body())
        .contains("\"updates\":[{")
        .contains("\"type\":\"worker\"")
        .contains("\"quantity\":0");
  }

  @Test
  void readsTheNewestReleasesFromAPartialAnswer() throws Exception {
    heroku.on(
        "GET /apps/shop/releases",
        206,
        "[{\"version\":12,\"status\":\"pending\",\"current\":false,\"description\":\"Set X\"}]");

    assertThat(api.newestReleases("shop", 5))
        .containsExactly(new HerokuApi.Release(12, "pending", false, "Set X"));

    assertThat(heroku.asked.take().range()).isEqualTo("version ..; max=5, order=desc");
  }

  @Test
  void readsDynosAndAttachments() throws Exception {
    heroku.on(
        "GET /apps/shop/dynos",
        200,
        "[{\"name\":\"web.1\",\"type\":\"web\",\"state\":\"up\",\"release\":{\"version\":7}}]");
    heroku.on(
        "GET /apps/shop/addon-attachments",
        200,
        "[{\"id\":\"x\",\"name\":\"DATABASE\",\"namespace\":null,"
            + "\"addon\":{\"id\":\"d\",\"name\":\"pg-1\",\"app\":{\"name\":\"shop\"}},"
            + "\"app\":{\"name\":\"admin\"}}]");

    assertThat(api.dynos("shop")).containsExactly(new HerokuApi.Dyno("web.1", "web", "up", 7));
    var attachment = api.attachments("shop").getFirst();
    assertThat(attachment)
        .isEqualTo(
            new HerokuApi.Attachment(
                "x", "DATABASE", "d", "pg-1", "shop", "admin", Optional.empty()));
    assertThat(attachment.configVar()).isEqualTo("DATABASE_URL");
  }

  @Test
  void refusalsCarryHerokusOwnWords() {
    heroku.on(
        "DELETE /addon-attachments/x",
        422,
        "{\"id\":\"invalid_params\",\"message\":\"Cannot destroy last attachment\"}");

    var refusal = catchThrowableOfType(HerokuRejected.class, () -> api.detach("x"));

    assertThat(refusal.status()).isEqualTo(422);
    assertThat(refusal.id()).isEqualTo("invalid_params");
    assertThat(refusal)
        .hasMessage(
            "Heroku refuses DELETE /addon-attachments/x: Cannot destroy last attachment"
                + " (422 invalid_params)");
  }

  @Test
  void rateLimitIsKnownToHaveChangedNothing() {
    heroku.on("GET /apps/shop", 429, "{\"id\":\"rate_limit\",\"message\":\"wait\"}");

    var failure = catchThrowableOfType(HerokuUnavailable.class, () -> api.app("shop"));

    assertThat(failure.outcomeKnown()).isTrue();
    assertThat(failure).hasMessageContaining("4321 left");
  }

  @Survives(
      fault = 13,
      done = "500, 503, no answer in time, a connection that breaks",
      held = "each counts as an open outcome, never as a refusal")
  @Test
  void serverErrorsTimeoutsAndLostConnectionsLeaveTheOutcomeOpen() {
    heroku.on("PATCH /apps/bad", 503, "{}");
    heroku.silentOn("PATCH /apps/slow");
    heroku.hangingUpOn("PATCH /apps/gone");

    for (var app : new String[] {"bad", "slow", "gone"}) {
      var failure = catchThrowableOfType(HerokuUnavailable.class, () -> api.maintenance(app, true));
      assertThat(failure.outcomeKnown()).as(app).isFalse();
      assertThat(failure.getMessage()).contains("PATCH /apps/" + app).doesNotContain("t0ken");
    }
  }
}
