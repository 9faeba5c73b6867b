package dev.kahuna.replica.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kahuna.event.HostRole;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.failure.Rejected;
import dev.kahuna.failure.Unavailable;
import dev.kahuna.request.SecretRef;
import dev.kahuna.secret.Secrets;
import dev.kahuna.secret.SecretsManagerStandIn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelListener;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SshHostTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final SshServer server = SshServer.setUpDefaultServer();
  private final Set<Channel> openSessions = ConcurrentHashMap.newKeySet();
  private final AtomicInteger sessionsEverOpened = new AtomicInteger();
  private SecretsManagerStandIn secretsManager;
  private KeyPair hostKey;

  @BeforeEach
  void start() throws IOException, GeneralSecurityException {
    hostKey = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256);
    var loginKey = KeyUtils.generateKeyPair(KeyPairProvider.ECDSA_SHA2_NISTP256, 256);
    secretsManager = new SecretsManagerStandIn();
    secretsManager.put("ssh", pem(loginKey));
    server.setHost("127.0.0.1");
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setPublickeyAuthenticator(
        (user, key, session) ->
            user.equals("ubuntu") && KeyUtils.compareKeys(key, loginKey.getPublic()));
    server.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
    server.addChannelListener(
        new ChannelListener() {
          @Override
          public void channelOpenSuccess(Channel channel) {
            openSessions.add(channel);
            sessionsEverOpened.incrementAndGet();
          }

          @Override
          public void channelClosed(Channel channel, Throwable reason) {
            openSessions.remove(channel);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.stop(true);
    secretsManager.close();
  }

  @Test
  void aScriptGetsItsParametersAsTheyAre() throws InterruptedException {
    var value = "it's \"quoted\" $HOME `id` \\ \n second line";
    try (var host = open(PublicKeyEntry.toString(hostKey.getPublic()))) {
      var printed = host.run(script("printf '%s' \"$VALUE\""), Map.of("VALUE", value), LIMIT);
      assertThat(printed).isEqualTo(value);
    }
  }

  @Test
  void aScriptsVerdictSaysWhoMustAct() {
    try (var host = open(PublicKeyEntry.toString(hostKey.getPublic()))) {
      assertThatThrownBy(() -> host.run(script("reject 'empty the disk'"), Map.of(), LIMIT))
          .isInstanceOf(Rejected.class)
          .hasMessageContaining("empty the disk");
      assertThatThrownBy(() -> host.run(script("echo gone >&2; false; echo no"), Map.of(), LIMIT))
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("status 1: gone");
    }
  }

  @Test
  void aScriptThatHangsIsGivenUp() {
    try (var host = open(PublicKeyEntry.toString(hostKey.getPublic()))) {
      assertThatThrownBy(() -> host.run(script("sleep 20"), Map.of(), Duration.ofMillis(300)))
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("did not end");
    }
  }

  @Test
  void noSessionStaysOpenWhateverBecameOfItsScript() throws InterruptedException {
    try (var host = open(PublicKeyEntry.toString(hostKey.getPublic()))) {
      host.run(script("true"), Map.of(), LIMIT);
      assertThatThrownBy(() -> host.run(script("reject no"), Map.of(), LIMIT))
          .isInstanceOf(Rejected.class);
      assertThatThrownBy(() -> host.run(script("false"), Map.of(), LIMIT))
          .isInstanceOf(Unavailable.class);
      assertThatThrownBy(() -> host.run(script("sleep 60"), Map.of(), Duration.ofMillis(100)))
          .isInstanceOf(Unavailable.class);
      assertThat(sessionsEverOpened).hasValue(4);
      await().atMost(LIMIT).untilAsserted(() -> assertThat(openSessions).isEmpty());
    }
  }

  @Test
  void aHostWithAnotherKeyIsRefused() throws GeneralSecurityException {
    var other = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256).getPublic();
    assertThatThrownBy(() -> open(PublicKeyEntry.toString(other)))
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("another SSH host key");
  }

  @Test
  void aHostThatDoesNotAnswerIsUnavailable() throws IOException {
    server.stop(true);
    assertThatThrownBy(() -> open(PublicKeyEntry.toString(hostKey.getPublic())))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("No SSH login");
  }

  private static HostScript script(String text) {
    return new HostScript("test", text);
  }

  private SshHost open(String hostKeyLine) {
    return new SshHosts(new Secrets(secretsManager::client), server.getPort())
        .open(
            new HostLaunched(
                HostRole.REPLICA,
                "i-0a",
                "vol-0a",
                "127.0.0.1",
                "127.0.0.1",
                "ubuntu",
                SecretRef.aws("ssh"),
                List.of(hostKeyLine + " root@host")));
  }

  private static String pem(KeyPair keys) throws IOException, GeneralSecurityException {
    var text = new ByteArrayOutputStream();
    OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(keys, "kahuna", null, text);
    return text.toString(StandardCharsets.US_ASCII);
  }
}
