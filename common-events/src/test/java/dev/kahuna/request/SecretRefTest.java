package dev.kahuna.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class SecretRefTest {

  private static final JsonMapper JSON = JsonMapper.shared();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "env:HEROKU_API_KEY",
        "file:/run/secrets/key",
        "aws-sm:kahuna/shop/app",
        "aws-sm:arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!cluster-1-AbC#password"
      })
  void isAPlainStringInJson(String text) {
    var ref = new SecretRef(text);
    assertThat(JSON.writeValueAsString(ref)).isEqualTo('"' + text + '"');
    assertThat(JSON.readValue('"' + text + '"', SecretRef.class)).isEqualTo(ref);
  }

  @Test
  void knowsItsField() {
    assertThat(SecretRef.aws("db", "password").awsField()).contains("password");
    assertThat(SecretRef.aws("db").awsField()).isEmpty();
    assertThat(SecretRef.aws("db", "password").awsId()).contains("db");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hunter2",
        "env:",
        "env:hunter2 x",
        "aws-sm:hunter2#",
        "vault:hunter2",
        "file:"
      })
  void anyOtherFormIsRefusedAndNotRepeated(String text) {
    var thrown = catchThrowable(() -> new SecretRef(text));
    assertThat(thrown).isInstanceOf(IllegalArgumentException.class);
    assertThat(thrown.getMessage()).doesNotContain("hunter2").contains("env:NAME");
  }
}
