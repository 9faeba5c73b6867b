package dev.kahuna.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kahuna.request.SecretRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

  private SecretsManagerStandIn aws;
  private Secrets secrets;

  @BeforeEach
  void start() throws IOException {
    aws = new SecretsManagerStandIn();
    secrets = new Secrets(aws::client, Map.of("TOKEN", "hunter2")::get);
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void environmentAndFilesNeedNoAws(@TempDir Path directory) throws IOException {
    var withoutAws =
        new Secrets(
            () -> {
              throw new IllegalStateException("asked for AWS");
            },
            Map.of("TOKEN", "hunter2")::get);
    var file = Files.writeString(directory.resolve("key"), "from a file\n");
    assertThat(withoutAws.read(new SecretRef("env:TOKEN"))).isEqualTo("hunter2");
    assertThat(withoutAws.read(new SecretRef("file:" + file))).isEqualTo("from a file");
  }

  @Test
  void whatIsNotThereIsNamedByItsReference(@TempDir Path directory) {
    for (var ref :
        new String[] {"env:NOT_SET", "file:" + directory.resolve("gone"), "aws-sm:gone"}) {
      var thrown =
          catchThrowableOfType(SecretUnavailable.class, () -> secrets.read(new SecretRef(ref)));
      assertThat(thrown).hasMessageStartingWith("Secret " + ref + ": ");
      assertThat(thrown.isPassing()).isFalse();
    }
  }

  @Test
  void whatHasBeenReadIsTakenOutOfTexts() {
    secrets.read(new SecretRef("env:TOKEN"));
    secrets.put("shop", "app", "generated");
    assertThat(secrets.redact("login with hunter2 or generated failed"))
        .isEqualTo("login with *** or *** failed");
  }

  @Test
  void keepsOnlyTheFirst() {
    var first = secrets.keep("shop", "app", () -> "one");
    var second = secrets.keep("shop", "app", () -> "two");
    assertThat(first).isEqualTo(second).hasToString("aws-sm:kahuna/shop/app");
    assertThat(secrets.read(first)).isEqualTo("one");
  }

  @Test
  void ofTwoClaimsTheFirstCountsAndMayBeShown() {
    var notes = secrets.notes("shop");
    assertThat(notes.exist()).isFalse();
    assertThat(notes.claim("way", "FORWARD")).isEqualTo("FORWARD");
    assertThat(notes.claim("way", "BACK")).isEqualTo("FORWARD");
    notes.put("window", "first text");
    notes.put("window", "second text");
    assertThat(notes.find("window")).contains("second text");
    assertThat(notes.find("gone")).isEmpty();
    assertThat(notes.exist()).isTrue();
    assertThat(secrets.redact("FORWARD, second text")).isEqualTo("FORWARD, second text");
    secrets.forget("shop");
    assertThat(notes.exist()).isFalse();
  }

  @Test
  void theLoserOfARaceReadsTheWinners() {
    var ref =
        secrets.keep(
            "shop",
            "app",
            () -> {
              secrets.put("shop", "app", "winner");
              return "loser";
            });
    assertThat(secrets.read(ref)).isEqualTo("winner");
  }

  @Test
  void putReplaces() {
    secrets.put("shop", "app", "one");
    assertThat(secrets.read(secrets.put("shop", "app", "two"))).isEqualTo("two");
  }

  @Test
  void forgetsOneMigrationAndNotItsNamesake() {
    secrets.put("shop", "a", "1");
    secrets.put("shop", "b", "2");
    secrets.put("shop-2", "a", "3");
    secrets.forget("shop");
    assertThat(aws.names()).containsExactly("kahuna/shop-2/a");
  }

  @Test
  void readsAFieldOfAJsonSecretAndNeverQuotesIt() {
    secrets.put("shop", "master", "{\"username\":\"m\",\"password\":\"hunter2\"}");
    assertThat(secrets.read(SecretRef.aws("kahuna/shop/master", "password"))).isEqualTo("hunter2");
    secrets.put("shop", "plain", "hunter2");
    for (var ref :
        new SecretRef[] {
          SecretRef.aws("kahuna/shop/master", "none"), SecretRef.aws("kahuna/shop/plain", "x")
        }) {
      var thrown = catchThrowableOfType(SecretUnavailable.class, () -> secrets.read(ref));
      assertThat(thrown).hasNoCause();
      assertThat(thrown.getMessage()).doesNotContain("hunter2");
    }
  }

  @Test
  void troubleThatMayPassIsToldApart() {
    aws.failWith(503);
    var thrown =
        catchThrowableOfType(
            SecretUnavailable.class, () -> secrets.read(SecretRef.aws("kahuna/shop/app")));
    assertThat(thrown.isPassing()).isTrue();
  }

  @Test
  void passwordsAreLongUrlSafeAndNew() {
    assertThat(Passwords.generate())
        .matches("[A-Za-z0-9_-]{32}")
        .isNotEqualTo(Passwords.generate());
  }
}
