package dev.kahuna.replica.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.postgres.TestPostgres;
import dev.kahuna.replica.rows.CopyServers;
import dev.kahuna.schema.SchemaComparison;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class SchemaDumpTest {
  @RegisterExtension private static final CopyServers servers = CopyServers.start(15, 17);

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

  @Test
  void namesThatTheTargetReservesReachIt(@TempDir Path home) throws Exception {
    servers.source.execute(reservedNames());
    var dump = new LocalDump(servers.source, home);
    var after = dump.section("post-data");
    try (var source = servers.source().sql();
        var target = servers.target().sql()) {
      var sizes = IndexSizes.of(source);
      assertThat(after.stream().filter(SchemaEntry::buildsIndex).map(SchemaEntry::key))
          .isNotEmpty()
          .allMatch(sizes::containsKey);

      var restore = new SchemaRestore(() -> servers.target().sql(), 2, progress -> {});
      restore.preData(dump.section("pre-data"));
      restore.postData(after, sizes);

      var difference = new SchemaComparison().differences(source, target, Duration.ofSeconds(10));
      assertThat(difference).isEmpty();
    }
  }

  private static String reservedNames() throws IOException {
    try (var sql =
        TestPostgres.class.getResourceAsStream("/dev/kahuna/schema/sql/reserved-names.sql")) {
      assertThat(sql).isNotNull();
      return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
