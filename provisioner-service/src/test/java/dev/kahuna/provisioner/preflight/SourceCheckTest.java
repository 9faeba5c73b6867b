package dev.kahuna.provisioner.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.event.ProvisionerEvent.Severity;
import dev.kahuna.fault.Survives;
import dev.kahuna.postgres.TestPostgres;
import dev.kahuna.provisioner.Migrations;
import dev.kahuna.provisioner.ProvisionerTestbed;
import dev.kahuna.request.MigrationRequest;
import dev.kahuna.request.MigrationRequest.Replica;
import dev.kahuna.request.MigrationRequest.Source;
import dev.kahuna.request.MigrationRequest.Standby;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceCheckTest {
  private static final String SENTINEL = "_backup_stop_sentinel.json";

  private static TestPostgres postgres;

  @TempDir private Path directory;
  private ProvisionerTestbed cloud;
  private MigrationRequest request;

  @BeforeAll
  static void startPostgres() {
    postgres = TestPostgres.start();
    postgres.execute("CREATE ROLE app LOGIN PASSWORD 'app'");
  }

  @AfterAll
  static void stopPostgres() {
    postgres.close();
  }

  @BeforeEach
  void open() throws Exception {
    cloud = new ProvisionerTestbed(directory);
    cloud.herokuApp("shop", "postgres://app:app@" + postgres.endpoint());
    request = Migrations.request(cloud);
  }

  @AfterEach
  void close() throws Exception {
    cloud.close();
  }

  @Test
  void theVersionThatWasSaidAndRoomEnoughPass() throws Exception {
    assertThat(look(request)).extracting(Finding::severity).containsOnly(Severity.PASS);
  }

  @Test
  void aTableWhoseChangesCannotBeReplicatedIsNamed() throws Exception {
    postgres.execute("CREATE TABLE webhooks (payload json)");
    assertThat(look(request))
        .filteredOn(finding -> finding.severity() == Severity.WARN)
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.advice())
                    .contains("public.webhooks has no primary key", "payload (json)", "jsonb"));
    postgres.execute("DROP TABLE webhooks");
  }

  @Test
  void anotherVersionBlocks() throws Exception {
    var source = request.source();
    var wrong =
        Migrations.with(request, new Source(source.apps(), source.configVar(), source.token(), 17));
    assertThat(look(wrong))
        .filteredOn(finding -> finding.severity() == Severity.BLOCK)
        .singleElement()
        .satisfies(it -> assertThat(it.advice()).startsWith("The source is Postgres 15, not 17."));
  }

  @Test
  void aVolumeThatIsTooSmallBlocks() throws Exception {
    var small =
        new Replica(
            "r7i.large",
            1,
            List.of(),
            List.of("0.0.0.0/0"),
            Standby.HOST,
            1,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThat(look(Migrations.with(request, small)))
        .filteredOn(finding -> finding.severity() == Severity.BLOCK)
        .singleElement()
        .satisfies(it -> assertThat(it.advice()).contains("Make replica.volume larger"));
  }

  @Test
  void walSegmentsOfAnotherSizeBlock() throws Exception {
    try (var other = TestPostgres.of(15).walSegments(1).start()) {
      other.execute("CREATE ROLE app LOGIN PASSWORD 'app'");
      cloud.herokuApp("shop", "postgres://app:app@" + other.endpoint());
      assertThat(look(request))
          .filteredOn(finding -> finding.severity() == Severity.BLOCK)
          .singleElement()
          .satisfies(
              it ->
                  assertThat(it.advice())
                      .startsWith("The source writes WAL in segments of 1 MB")
                      .contains("source.config-var"));
    }
  }

  @Survives(
      fault = 36,
      done = "the archive is of another server than the database",
      held = "named before there is a host")
  @Test
  void anArchiveOfAnotherServerBlocks() throws Exception {
    var identifier = postgres.query("SELECT system_identifier FROM pg_control_system()");
    assertThat(lineage(identifier))
        .singleElement()
        .satisfies(it -> assertThat(it.severity()).isEqualTo(Severity.PASS));
    assertThat(lineage("7000000000000000001"))
        .singleElement()
        .satisfies(it -> assertThat(it.severity()).isEqualTo(Severity.BLOCK))
        .satisfies(
            it ->
                assertThat(it.advice())
                    .contains("of another server", "7000000000000000001 and " + identifier));
  }

  private List<Finding> lineage(String identifier) throws Exception {
    var sentinel = cloud.inArchive("basebackups_005/base_000000010000000000000004" + SENTINEL);
    Files.createDirectories(sentinel.getParent());
    Files.writeString(sentinel, "{\"SystemIdentifier\":%s}".formatted(identifier));
    return new LineageCheck(cloud.herokuPlatform(), cloud.secrets).look(Migrations.shop(request));
  }

  @Test
  void whatTheCheckOfTheAppsSaysIsNotSaidTwice() throws Exception {
    cloud.heroku.remove("/apps/shop/config-vars");
    assertThat(look(request)).isEmpty();
  }

  private List<Finding> look(MigrationRequest wanted) throws Exception {
    return new SourceCheck(cloud.herokuPlatform(), cloud.secrets).look(Migrations.shop(wanted));
  }
}
