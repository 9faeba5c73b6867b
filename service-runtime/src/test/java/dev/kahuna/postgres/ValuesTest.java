package dev.kahuna.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kahuna.event.Lsn;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ValuesTest {

  @ParameterizedTest
  @ValueSource(strings = {"0/0", "16/B374D848", "FFFFFFFF/FFFFFFFF", "80000000/1"})
  void lsnPrintsWhatItParsed(String text) {
    var json = JsonMapper.shared();
    assertThat(Lsn.parse(text)).hasToString(text);
    assertThat(json.readValue(json.writeValueAsString(Lsn.parse(text)), Lsn.class))
        .isEqualTo(Lsn.parse(text));
    assertThat(json.writeValueAsString(Lsn.parse(text))).isEqualTo('"' + text + '"');
  }

  @Test
  void lsnsAreOrderedAsUnsigned() {
    assertThat(Lsn.parse("80000000/0")).isGreaterThan(Lsn.parse("7FFFFFFF/FFFFFFFF"));
    assertThat(Lsn.parse("1/0").minus(Lsn.parse("0/FFFFFF00"))).isEqualTo(256);
    assertThat(Lsn.parse("0/1").minus(Lsn.parse("0/3"))).isEqualTo(-2);
    assertThatThrownBy(() -> Lsn.parse("1/0; DROP")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void urlSurvivesSpecialCharacters() {
    var url =
        new PostgresUrl(
            new PostgresEndpoint("db.example.com", 5433, "shop 1/2"),
            new Credentials.Password("ap+p", "p@ss:w/o?r#d%&+ é"),
            Map.of("sslmode", "require", "options", "-c a=b"));
    assertThat(PostgresUrl.parse(url.format())).isEqualTo(url);
  }

  @Test
  void urlAsHerokuWritesIt() {
    var url = PostgresUrl.parse("postgres://u1ab:p9ff@ec2-1-2-3-4.compute-1.amazonaws.com/d7xyz");
    assertThat(url.endpoint().port()).isEqualTo(5432);
    assertThat(url.endpoint().database()).isEqualTo("d7xyz");
    assertThat(url.credentials()).isEqualTo(new Credentials.Password("u1ab", "p9ff"));
    assertThat(url).hasToString("postgres://u1ab:***@" + url.endpoint());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgres://hunter2",
        "mysql://u:hunter2@h/d",
        "postgres://u:hunter2@h",
        "postgres://hunter2@h/d",
        "postgres://u:hunter2%zz@h/d",
        "postgres://u:hunter2 x@h/d",
        "hunter2"
      })
  void aBadUrlIsNotRepeated(String text) {
    var thrown = catchThrowable(() -> PostgresUrl.parse(text));
    assertThat(thrown).isInstanceOf(IllegalArgumentException.class).hasNoCause();
    assertThat(thrown.getMessage()).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "08006,UNAVAILABLE", "57P03,UNAVAILABLE", "53300,UNAVAILABLE", "40001,UNAVAILABLE",
    "55006,UNAVAILABLE", "28P01,REJECTED", "42501,REJECTED", "42P01,REJECTED",
    "3D000,REJECTED", "42601,BUG", "XX000,BUG"
  })
  void failuresBySqlState(String state, dev.kahuna.failure.FailureKind kind) {
    assertThat(PostgresFailures.kind(new SQLException("x", state))).isEqualTo(kind);
  }

  @Test
  void onlyMemoryOfOneSessionMayPass() {
    var memory = new SQLException("ERROR: out of memory", "53200");
    assertThat(PostgresFailures.kind(memory)).isEqualTo(dev.kahuna.failure.FailureKind.UNAVAILABLE);
    var locks =
        new SQLException(
            "ERROR: out of shared memory\n  Hint: You might need to increase max_pred_locks_per_transaction.",
            "53200");
    assertThat(PostgresFailures.kind(locks)).isEqualTo(dev.kahuna.failure.FailureKind.REJECTED);
    assertThat(PostgresFailures.missingSetting(locks).orElseThrow())
        .contains("SHOW max_pred_locks_per_transaction");
  }

  @Test
  void aSocketErrorWithoutAStateMayPass() {
    assertThat(PostgresFailures.kind(new SQLException("x", new SocketTimeoutException())))
        .isEqualTo(dev.kahuna.failure.FailureKind.UNAVAILABLE);
  }

  @Test
  void credentialsDoNotPrintThemselves() {
    assertThat(new Credentials.Password("u", "hunter2").toString()).doesNotContain("hunter2");
    assertThat(new Credentials.ClientCertificate("u", "hunter2").toString())
        .doesNotContain("hunter2");
  }
}
