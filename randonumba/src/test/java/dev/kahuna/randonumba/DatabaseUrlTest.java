package dev.kahuna.randonumba;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {
  @Test
  void readsWhatHerokuWrites() {
    var url = DatabaseUrl.parse("postgres://u:p%40ss%3A+%2Fw@db.example:5433/d7?sslmode=require");
    assertThat(url.jdbcUrl()).isEqualTo("jdbc:postgresql://db.example:5433/d7?sslmode=require");
    assertThat(url.properties()).containsEntry("user", "u").containsEntry("password", "p@ss:+/w");
    assertThat(DatabaseUrl.parse("postgres://u:p@h/d").jdbcUrl())
        .isEqualTo("jdbc:postgresql://h:5432/d");
  }

  @Test
  void isEmptyWhileTheVariableIsAway() {
    assertThat(DatabaseUrl.from(Map.of())).isEmpty();
    assertThat(DatabaseUrl.from(Map.of("DATABASE_URL", " "))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hunter2", "postgres://u:hunter2 x@h/d", "postgres://hunter2"})
  void doesNotRepeatAWrongUrl(String text) {
    var thrown = catchThrowable(() -> DatabaseUrl.parse(text));
    assertThat(thrown).isInstanceOf(IllegalArgumentException.class).hasNoCause();
    assertThat(thrown.getMessage()).doesNotContain("hunter2");
  }
}
