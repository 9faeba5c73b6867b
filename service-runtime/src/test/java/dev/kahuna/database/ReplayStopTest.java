package dev.kahuna.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.kahuna.postgres.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The end of a server by a program that it starts. */
class ReplayStopTest {
  /**
   * A program that ends without reading fails the statement in one of twenty runs, when it is
   * faster than the server; with more rows than a pipe holds, always.
   */
  @Test
  void theProgramThatEndsAServerReadsWhatItIsGiven() {
    var statement = statement();
    var harmless =
        statement.replace("SELECT ''", "SELECT repeat('x', 200000)").replace("kill -9", "kill -0");
    assertThat(harmless).contains("200000", "kill -0");
    try (var server = TestPostgres.start()) {
      assertThatCode(() -> server.execute(harmless)).doesNotThrowAnyException();
    }
  }

  private static String statement() {
    try (var file = ReplayStop.class.getResourceAsStream("sql/end-server.sql")) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
