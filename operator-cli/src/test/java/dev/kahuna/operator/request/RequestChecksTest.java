package dev.kahuna.operator.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.Examples;
import dev.kahuna.heroku.HerokuPlatform;
import dev.kahuna.request.MigrationRequest;
import dev.kahuna.request.MigrationRequest.Source;
import dev.kahuna.request.MigrationRequest.Target;
import dev.kahuna.request.SecretRef;
import dev.kahuna.secret.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rds.RdsClient;

class RequestChecksTest {
  private static final String OFFERED =
      """
      <DescribeDBEngineVersionsResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/">
        <DescribeDBEngineVersionsResult><DBEngineVersions>
          <DBEngineVersion><Engine>aurora-postgresql</Engine><EngineVersion>16.9</EngineVersion></DBEngineVersion>
          <DBEngineVersion><Engine>aurora-postgresql</Engine><EngineVersion>17.7</EngineVersion></DBEngineVersion>
          <DBEngineVersion><Engine>aurora-postgresql</Engine><EngineVersion>18.1</EngineVersion></DBEngineVersion>
        </DBEngineVersions></DescribeDBEngineVersionsResult>
      </DescribeDBEngineVersionsResponse>
      """;

  @TempDir Path directory;
  private RecordedHttp http;
  private SecretRef token;

  @BeforeEach
  void start() throws IOException {
    http = new RecordedHttp();
    token = new SecretRef("file:" + Files.writeString(directory.resolve("token"), "t0ken\n"));
  }

  @AfterEach
  void stop() {
    http.close();
  }

  @Test
  void whatIsThereIsFine() throws InterruptedException {
    http.on("GET /apps/shop/config-vars", 200, "{\"DATABASE_URL\":\"postgres://u:hunter2@h/d\"}")
        .on("POST /", 200, OFFERED);
    var findings = check(request(token, "17.7", "shop"), true);
    assertThat(findings.wrong()).isEmpty();
    assertThat(findings.unchecked()).isEmpty();
  }

  @Test
  void everythingMissingIsReportedAtOnce() throws InterruptedException {
    http.on("GET /apps/shop/config-vars", 200, "{}").on("POST /", 200, OFFERED);
    assertThat(check(request(token, "17.99", "shop", "nowhere"), true).wrong())
        .containsExactly(
            "source.config-var: the app shop has no DATABASE_URL; give the config var that holds its"
                + " database's URL.",
            "source.apps: Heroku has no app nowhere, or this token can't see it; check the name and"
                + " the token.",
            "target.engine-version: this region does not offer Aurora PostgreSQL 17.99; choose one of"
                + " 17.7, 18.1.");
  }

  @Test
  void anUnknownTokenIsRefused() throws InterruptedException {
    http.on("GET /apps/shop/config-vars", 401, "{\"id\":\"unauthorized\",\"message\":\"no\"}")
        .on("POST /", 200, OFFERED);
    assertThat(check(request(token, "17.7", "shop"), true).wrong())
        .containsExactly("source.token: Heroku does not accept this token; create a valid one.");
  }

  @Test
  void whatCannotBeSeenFromHereIsNoReasonToRefuse() throws InterruptedException {
    http.on("GET /apps/shop/config-vars", 503, "");
    var elsewhere = check(request(new SecretRef("file:/nowhere/token"), "17.7", "shop"), false);
    assertThat(elsewhere.wrong()).isEmpty();
    assertThat(elsewhere.unchecked())
        .containsExactly(
            "The apps were not checked, because file:/nowhere/token can't be read on this machine."
                + " Preflight will check them.",
            "The engine version was not checked, because this machine has no AWS credentials or no"
                + " region. Preflight will check it.");
    var broken = check(request(token, "17.7", "shop"), true);
    assertThat(broken.wrong()).isEmpty();
    assertThat(broken.unchecked())
        .containsExactly(
            "The apps were not checked: Heroku answered 503 to GET /apps/shop/config-vars."
                + " Preflight will check them.",
            "The engine version was not checked, because AWS refused or did not answer. Preflight"
                + " will check it.");
  }

  private RequestChecks.Findings check(MigrationRequest request, boolean aws)
      throws InterruptedException {
    return new RequestChecks(
            new HerokuPlatform(http.url(), Duration.ofSeconds(5)),
            Secrets.ofEnvironment(),
            () -> aws ? Optional.of(rds()) : Optional.empty())
        .of(request);
  }

  private RdsClient rds() {
    return RdsClient.builder()
        .endpointOverride(http.url())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
        .build();
  }

  private static MigrationRequest request(SecretRef token, String version, String... apps) {
    var example = Examples.request();
    return new MigrationRequest(
        new Source(List.of(apps), "DATABASE_URL", token, 15),
        example.archive(),
        example.replica(),
        new Target(version, "db.r7g.large", "shop", List.of()),
        example.cutover());
  }
}
