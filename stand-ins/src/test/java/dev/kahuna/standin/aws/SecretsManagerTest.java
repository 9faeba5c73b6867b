package dev.kahuna.standin.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.Filter;
import software.amazon.awssdk.services.secretsmanager.model.FilterNameStringType;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;
import software.amazon.awssdk.services.secretsmanager.model.Tag;

class SecretsManagerTest {
  private static final String TOKEN = "4b1c6f4e-5c3c-4a39-a8b1-1d1a2b3c4d5e";

  private CloudUnderTest cloud;
  private SecretsManagerClient secrets;

  @BeforeEach
  void open() throws Exception {
    cloud = new CloudUnderTest();
    secrets = cloud.client(SecretsManagerClient.builder());
  }

  @AfterEach
  void close() {
    secrets.close();
    cloud.close();
  }

  @Test
  void aSecretIsReadByNameAndByArn() {
    var arn = create("kahuna/shop/ssh-key", TOKEN, "one").arn();
    assertThat(value("kahuna/shop/ssh-key")).isEqualTo("one");
    assertThat(value(arn)).isEqualTo("one");
    assertThatThrownBy(() -> value("kahuna/shop/other"))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void creatingTwiceIsOnceWithTheSameTokenAndRefusedOtherwise() {
    var first = create("kahuna/shop/key", TOKEN, "one");
    assertThat(create("kahuna/shop/key", TOKEN, "one").arn()).isEqualTo(first.arn());
    assertThatThrownBy(() -> create("kahuna/shop/key", TOKEN, "two"))
        .isInstanceOf(ResourceExistsException.class);
    assertThatThrownBy(() -> create("kahuna/shop/key", TOKEN.replace('4', '5'), "one"))
        .isInstanceOf(ResourceExistsException.class);
    assertThat(value("kahuna/shop/key")).isEqualTo("one");
  }

  @Test
  void aNewValueIsCurrentAndTheOldOnePrevious() {
    create("kahuna/shop/key", TOKEN, "one");
    secrets.putSecretValue(r -> r.secretId("kahuna/shop/key").secretString("two"));
    assertThat(value("kahuna/shop/key")).isEqualTo("two");
    assertThat(
            secrets
                .getSecretValue(r -> r.secretId("kahuna/shop/key").versionStage("AWSPREVIOUS"))
                .secretString())
        .isEqualTo("one");
    assertThat(secrets.describeSecret(r -> r.secretId("kahuna/shop/key")).versionIdsToStages())
        .hasSize(2);
  }

  @Test
  void secretsAreListedByPrefixAndByTag() {
    create("kahuna/shop/key", TOKEN, "one");
    create("kahuna/blog/key", TOKEN, "one");
    secrets.tagResource(
        r ->
            r.secretId("kahuna/blog/key")
                .tags(Tag.builder().key("kahuna:migration").value("blog").build()));
    assertThat(list(FilterNameStringType.NAME, "kahuna/shop/")).containsExactly("kahuna/shop/key");
    assertThat(list(FilterNameStringType.TAG_VALUE, "blog")).containsExactly("kahuna/blog/key");
  }

  @Test
  void deletionIsAtOnceWhenForcedElseTheNameStaysTaken() {
    create("kahuna/shop/a", TOKEN, "one");
    create("kahuna/shop/b", TOKEN, "one");
    secrets.deleteSecret(r -> r.secretId("kahuna/shop/a").forceDeleteWithoutRecovery(true));
    secrets.deleteSecret(r -> r.secretId("kahuna/shop/b"));
    assertThatThrownBy(() -> value("kahuna/shop/a")).isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> value("kahuna/shop/b")).isInstanceOf(InvalidRequestException.class);
    assertThat(list(FilterNameStringType.NAME, "kahuna/")).isEmpty();
    create("kahuna/shop/a", TOKEN, "again");
  }

  @Test
  void anotherKeyIsRefused() {
    try (var stranger = cloud.client(SecretsManagerClient.builder(), "AKIAOTHER", "x")) {
      assertThatThrownBy(() -> stranger.describeSecret(r -> r.secretId("kahuna/shop/key")))
          .isInstanceOfSatisfying(
              SecretsManagerException.class,
              e ->
                  assertThat(e.awsErrorDetails().errorCode())
                      .isEqualTo("UnrecognizedClientException"));
    }
  }

  private CreateSecretResponse create(String name, String token, String value) {
    return secrets.createSecret(r -> r.name(name).clientRequestToken(token).secretString(value));
  }

  private String value(String id) {
    return secrets.getSecretValue(r -> r.secretId(id)).secretString();
  }

  private List<String> list(FilterNameStringType key, String value) {
    return secrets
        .listSecrets(r -> r.filters(Filter.builder().key(key).values(value).build()))
        .secretList()
        .stream()
        .map(SecretListEntry::name)
        .toList();
  }
}
