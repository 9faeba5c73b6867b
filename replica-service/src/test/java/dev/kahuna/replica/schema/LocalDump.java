package dev.kahuna.replica.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.postgres.TestPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Dumps a server's schema by the script of a host, with the programs of this machine. */
final class LocalDump {
  private static final String HOST =
      "set -eu; as_postgres() { \"$@\"; }; PATH=/usr/lib/postgresql/15/bin:$PATH; ";

  private final TestPostgres server;
  private final Path home;

  /**
   * @param home a folder of the test
   */
  LocalDump(TestPostgres server, Path home) throws IOException {
    this.server = server;
    this.home = home;
    Files.createSymbolicLink(home.resolve("run"), server.data().getParent());
  }

  List<SchemaEntry> section(String section) throws IOException, InterruptedException {
    var builder = new ProcessBuilder("bash", "-c", HOST + script());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    var environment = builder.environment();
    environment.put("home", home.toString());
    environment.put("PGPORT", String.valueOf(server.endpoint().port()));
    environment.put("SOURCE_DATABASE", "postgres");
    environment.put("SECTION", section);
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return SchemaEntry.parse(output);
  }

  private static String script() throws IOException {
    try (var script = SchemaDump.class.getResourceAsStream("script/dump-schema.sh")) {
      assertThat(script).isNotNull();
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
