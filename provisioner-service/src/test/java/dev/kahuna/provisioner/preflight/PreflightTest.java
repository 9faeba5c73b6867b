package dev.kahuna.provisioner.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.event.ProvisionerEvent.PreflightPassed;
import dev.kahuna.event.ProvisionerEvent.PreflightRejected;
import dev.kahuna.event.ProvisionerEvent.Severity;
import dev.kahuna.fault.Survives;
import dev.kahuna.heroku.HerokuUnavailable;
import dev.kahuna.provisioner.Migrations;
import dev.kahuna.provisioner.ProvisionerTestbed;
import dev.kahuna.provisioner.aws.AwsFailures;
import dev.kahuna.request.MigrationRequest;
import dev.kahuna.request.MigrationRequest.AccessKey;
import dev.kahuna.request.MigrationRequest.Archive;
import dev.kahuna.request.MigrationRequest.Replica;
import dev.kahuna.request.MigrationRequest.Source;
import dev.kahuna.request.MigrationRequest.Target;
import dev.kahuna.step.FailureClassifier;
import dev.kahuna.step.StepOutcome.Done;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreflightTest {
  private static final String URL = "postgres://u:p4ssw0rd@db.example.com:5432/d1";

  @TempDir private Path directory;
  private ProvisionerTestbed cloud;
  private MigrationRequest request;

  @BeforeEach
  void open() throws Exception {
    cloud = new ProvisionerTestbed(directory);
    cloud.herokuApp("shop", URL);
    cloud.archiveBackup();
    request = Migrations.request(cloud);
  }

  @AfterEach
  void close() throws Exception {
    cloud.close();
  }

  @Test
  void aRequestThatCanWorkPasses() throws Exception {
    var findings = ((PreflightPassed) check(request)).findings();
    assertThat(findings).extracting(Finding::severity).containsOnly(Severity.PASS);
    assertThat(findings)
        .extracting(Finding::check)
        .contains("heroku-app", "archive", "aws-account", "hosts", "target");
    assertThat(findings.toString())
        .doesNotContain("p4ssw0rd")
        .doesNotContain(ProvisionerTestbed.TOKEN);
    assertThat(cloud.everBooted).isEmpty();
  }

  @Test
  void everyCheckIsRegistered() throws Exception {
    var sources = Path.of("src/main/java/dev/kahuna/provisioner");
    var bean = Files.readString(sources.resolve("ProvisionerConfiguration.java"));
    try (var files = Files.list(sources.resolve("preflight"))) {
      var checks =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.matches("\\w+Check\\.java"))
              .map(name -> "new " + name.replace(".java", "("))
              .toList();
      assertThat(checks).hasSizeGreaterThan(5).allSatisfy(made -> assertThat(bean).contains(made));
    }
  }

  @Test
  void everythingThatBlocksIsSaidAtOnce() throws Exception {
    var wrong =
        new MigrationRequest(
            new Source(List.of("shop", "nosuchapp"), "DATABASE_URL", request.source().token(), 15),
            archive(request.archive().prefix() + "/elsewhere"),
            replica("m0.large"),
            new Target("17.99", "db.r7g.large", "shop", List.of()),
            request.cutover());
    assertThat(blocks(wrong))
        .containsExactly(
            "There is no app nosuchapp, or the token has no access to it. Check source.apps.",
            "There is no base backup under %s/elsewhere. Check archive.prefix, or ask Heroku's"
                    .formatted(request.archive().prefix())
                + " support for a base backup of the database.",
            "The following supplied instance types do not exist: [m0.large] (InvalidInstanceType)",
            "Aurora does not offer version 17.99 in this region. Set target.engine-version to"
                + " one of: 17.5, 17.6, 17.7");
  }

  @Test
  void aBackupWithoutItsSentinelIsNotComplete() throws Exception {
    Files.delete(
        cloud.inArchive("basebackups_005/base_000000010000000000000004_backup_stop_sentinel.json"));
    assertThat(blocks(request)).singleElement().asString().contains("it has no sentinel");
  }

  @Test
  void aWrongTokenAndAWrongArchiveKeyAreSaid() throws Exception {
    var wrongToken =
        Migrations.with(
            request,
            Migrations.withToken(
                request.source(), cloud.secrets.put("test", "other", "not-the-token")));
    assertThat(blocks(wrongToken)).singleElement().asString().contains("Heroku rejects the token");
    var archive = request.archive();
    var wrongKey =
        new MigrationRequest(
            request.source(),
            new Archive(
                archive.prefix(),
                archive.region(),
                Optional.of(
                    new AccessKey(
                        archive.accessKey().orElseThrow().id(),
                        cloud.secrets.put("test", "other", "not-the-secret"))),
                archive.encryption(),
                archive.endpoint()),
            request.replica(),
            request.target(),
            request.cutover());
    assertThat(blocks(wrongKey)).singleElement().asString().contains("SignatureDoesNotMatch");
  }

  @Test
  void appsThatDoNotShareADatabaseBlock() throws Exception {
    cloud.herokuApp("blog", URL.replace("d1", "d2"));
    var source = request.source();
    var two =
        Migrations.with(
            request,
            new Source(
                List.of("shop", "blog"), source.configVar(), source.token(), source.version()));
    assertThat(blocks(two)).singleElement().asString().contains("do not share one database");
  }

  @Survives(
      fault = 36,
      done = "the app's config var names a database that is no add-on's: a replica, say",
      held = "named before there is a host")
  @Test
  void aDatabaseThatHerokuDoesNotRunBlocks() throws Exception {
    cloud.heroku.put("/apps/shop/addon-attachments", "[]");
    assertThat(blocks(request))
        .singleElement()
        .asString()
        .contains("belongs to no add-on that is attached to shop", "another migration");
  }

  @Test
  void appsThatLogInAsDifferentRolesBlock() throws Exception {
    cloud.herokuApp("reports", "postgres://reporting:secret@db.example.com:5432/shop");
    cloud.herokuApp("shop", "postgres://owner:secret@db.example.com:5432/shop");
    var source = request.source();
    var both =
        new Source(
            List.of("reports", "shop"), source.configVar(), source.token(), source.version());
    assertThat(blocks(Migrations.with(request, both)))
        .singleElement()
        .asString()
        .contains("DATABASE_URL of reports as reporting, DATABASE_URL of shop as owner")
        .doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"connection-pooling:default", "credential:app"})
  void aVariableThatHerokuLetsNobodySetBlocks(String namespace) throws Exception {
    cloud.heroku.put(
        "/apps/shop/addon-attachments",
        """
        [{"id":"a1","name":"DATABASE","addon":{"id":"d1","name":"postgresql-shop",
          "app":{"name":"shop"}},"app":{"name":"shop"},"namespace":"%s"}]
        """
            .formatted(namespace));
    assertThat(blocks(request))
        .singleElement()
        .asString()
        .contains("DATABASE_URL of shop belongs to an attachment of " + namespace)
        .contains("heroku addons:attach postgresql-shop --as KAHUNA_APP --app shop");
  }

  @Test
  void anArmHostBlocks() throws Exception {
    assertThat(blocks(Migrations.with(request, replica("r7g.large"))))
        .singleElement()
        .asString()
        .contains("is Arm, where Postgres 15")
        .contains("Choose an Intel or AMD type");
  }

  @Test
  void anArmHostIsAWarningWhereTheFilesSayWhatTheyAreOf() throws Exception {
    var source = request.source();
    var of18 =
        Migrations.with(
            Migrations.with(request, replica("r7g.large")),
            new Source(source.apps(), source.configVar(), source.token(), 18));
    var migration = Migrations.shop(of18);
    assertThat(new HostCheck(cloud.ec2, cloud.images(), cloud.network()).look(migration))
        .filteredOn(finding -> finding.severity() == Severity.WARN)
        .singleElement()
        .satisfies(finding -> assertThat(finding.advice()).contains("is Arm"));
  }

  @Test
  void whatIsOutOfReachIsTriedAgainAndBlocksNothing() {
    cloud.herokuServer.stop(0);
    assertThatThrownBy(() -> check(request)).isInstanceOf(HerokuUnavailable.class);
  }

  private List<String> blocks(MigrationRequest wanted) throws Exception {
    return ((PreflightRejected) check(wanted))
        .findings().stream()
            .filter(finding -> finding.severity() == Severity.BLOCK)
            .map(Finding::advice)
            .toList();
  }

  private Object check(MigrationRequest wanted) throws Exception {
    var preflight =
        new Preflight(
            new FailureClassifier(AwsFailures::kind),
            new HerokuCheck(cloud.herokuPlatform(), cloud.secrets),
            new ArchiveCheck(cloud.secrets, Clock.systemUTC()),
            new AwsAccountCheck(cloud.sts),
            new HostCheck(cloud.ec2, cloud.images(), cloud.network()),
            new TargetCheck(cloud.rds));
    return ((Done) preflight.check(Migrations.shop(wanted))).fact();
  }

  private Replica replica(String instanceType) {
    var replica = request.replica();
    return new Replica(
        instanceType,
        replica.volumeGib(),
        replica.admin(),
        replica.clients(),
        replica.standby(),
        replica.rebuildIndexesGib(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private Archive archive(String prefix) {
    var archive = request.archive();
    return new Archive(
        prefix, archive.region(), archive.accessKey(), archive.encryption(), archive.endpoint());
  }
}
