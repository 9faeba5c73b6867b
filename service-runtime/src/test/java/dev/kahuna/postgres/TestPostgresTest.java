package dev.kahuna.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestPostgresTest {

  @Test
  void startsAMajorVersionThatIsNotInstalled() {
    try (var server = TestPostgres.of(17).set("wal_level", "logical").start()) {
      assertThat(server.query("SHOW server_version")).startsWith("17.");
      assertThat(server.query("SHOW wal_level")).isEqualTo("logical");
      server.execute("CREATE TABLE kept (id int)");
      server.restart();
      assertThat(server.query("SELECT count(*) FROM kept")).isEqualTo("0");
    }
  }
}
