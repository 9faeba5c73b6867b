package dev.kahuna.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.sandbox.SandboxApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The main job, from outside: a process, its exit status, its report, and what it leaves behind.
 */
class WholeMigrationTest {
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
  private static final long LIMIT_MINUTES = 10;

  @TempDir private Path temporary;

  @Test
  void loadedDatabaseFromFifteenToEighteen() throws Exception {
    var sql = Path.of("src/test/resources/dev/kahuna/acceptance/bookshop.sql").toAbsolutePath();
    var report =
        migrate("--source-version", "15", "--target-version", "18", "--source-sql", sql.toString());
    assertThat(report.at("/tables/compared").asInt()).isGreaterThanOrEqualTo(20 + 71);
  }

  /** Hosts that boot, prepared from nothing by what real ones are prepared by. */
  @Test
  @Tag("booted")
  void ontoBootedHosts() throws Exception {
    migrate("--hosts", "booted", "--reboot-hosts");
  }

  private JsonNode migrate(String... options) throws Exception {
    var file = temporary.resolve("report.json");
    var output = temporary.resolve("output");
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-Dkahuna.home=" + REPOSITORY,
            "-cp",
            System.getProperty("java.class.path"),
            SandboxApplication.class.getName()));
    command.addAll(List.of(options));
    command.addAll(List.of("--report", file.toString()));
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    var ended = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
    process.destroy();
    assertThat(ended).as("ended in time:%n%s", text(output)).isTrue();
    assertThat(process.exitValue()).as("exit status:%n%s", text(output)).isZero();
    var report = JsonMapper.shared().readTree(file.toFile());
    assertThat(report.get("acknowledged").asLong()).isGreaterThan(500);
    assertThat(report.get("lost").asLong()).isZero();
    assertThat(report.get("doubled").asLong()).isZero();
    assertThat(report.get("windows")).hasSize(2);
    assertThat(report.at("/tables/different")).isEmpty();
    assertThat(Files.exists(REPOSITORY.resolve("sandbox/target/run"))).isFalse();
    return report;
  }

  private static String text(Path output) throws IOException {
    return Files.readString(output);
  }
}
