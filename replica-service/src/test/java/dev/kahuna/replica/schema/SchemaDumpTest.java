package dev.kahuna.replica.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.postgres.TestPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaDumpTest {
  @Test
  void theDumpIsReadableWhateverEncodingTheDatabaseGivesItsClients(@TempDir Path home)
      throws Exception {
    try (var server = TestPostgres.start()) {
      server.execute(
          "CREATE TABLE \"Größen\" (name text DEFAULT 'größer als früher')",
          "CREATE TABLE ціни (id int)",
          "ALTER DATABASE postgres SET client_encoding = 'LATIN1'");
      assertThat(new LocalDump(server, home).section("pre-data"))
          .extracting(SchemaEntry::sql)
          .anySatisfy(sql -> assertThat(sql).contains("\"Größen\"", "'größer als früher'"))
          .anySatisfy(sql -> assertThat(sql).contains("ціни"));
    }
  }
}
