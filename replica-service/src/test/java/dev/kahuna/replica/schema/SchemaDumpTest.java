package dev.kahuna.replica.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.postgres.TestPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script as a host runs it, with the programs of this machine. */
class SchemaDumpTest {
  private static final String HOST =
      "set -eu; as_postgres() { \"$@\"; }; PATH=/usr/lib/postgresql/15/bin:$PATH; ";

  @Test
  void theDumpIsReadableWhateverEncodingTheDatabaseGivesItsClients(@TempDir Path home)
      throws Exception {
    try (var server = TestPostgres.start()) {
      server.execute(
          "CREATE TABLE \"Größen\" (name text DEFAULT 'größer als früher')",
          "CREATE TABLE ціни (id int)",
          "ALTER DATABASE postgres SET client_encoding = 'LATIN1'");
      Files.createSymbolicLink(home.resolve("run"), server.data().getParent());
      assertThat(SchemaEntry.parse(dump(home, server)))
          .extracting(SchemaEntry::sql)
          .anySatisfy(sql -> assertThat(sql).contains("\"Größen\"", "'größer als früher'"))
          .anySatisfy(sql -> assertThat(sql).contains("ціни"));
    }
  }

  private static String dump(Path home, TestPostgres server) throws Exception {
    var builder = new ProcessBuilder("bash", "-c", HOST + script());
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    var environment = builder.environment();
    environment.put("home", home.toString());
    environment.put("PGPORT", String.valueOf(server.endpoint().port()));
    environment.put("SOURCE_DATABASE", "postgres");
    environment.put("SECTION", "pre-data");
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return output;
  }

  private static String script() throws IOException {
    try (var script = SchemaDump.class.getResourceAsStream("script/dump-schema.sh")) {
      assertThat(script).isNotNull();
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
