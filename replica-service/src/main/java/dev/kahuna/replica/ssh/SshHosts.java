package dev.kahuna.replica.ssh;

import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.failure.Rejected;
import dev.kahuna.failure.Unavailable;
import dev.kahuna.secret.Secrets;
import java.io.IOException;
import net.schmizz.keepalive.KeepAliveProvider;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.DisconnectReason;
import net.schmizz.sshj.common.SSHException;

/**
 * Opens connections to launched hosts.
 *
 * @param port the SSH port of every host
 */
public record SshHosts(Secrets secrets, int port) {
  private static final int CONNECT_MILLIS = 10_000;
  private static final int ANSWER_MILLIS = 20_000;
  private static final int KEEP_ALIVE_SECONDS = 3;

  /**
   * Logs in with the key that was generated for the hosts.
   *
   * @throws Rejected when the host presents a key that is not pinned: it is another machine
   * @throws Unavailable when it does not answer or does not accept the login (yet)
   */
  public SshHost open(HostLaunched host) {
    var loginKey = secrets.read(host.loginKey());
    var client = client(host);
    try {
      client.connect(host.address(), port);
      client.authPublickey(host.loginUser(), client.loadKeys(loginKey, null, null));
      return new SshHost(client, name(host));
    } catch (IOException e) {
      disconnect(client);
      if (e instanceof SSHException ssh
          && ssh.getDisconnectReason() == DisconnectReason.HOST_KEY_NOT_VERIFIABLE) {
        throw new Rejected(
            "The %s presents another SSH host key than its console printed, so another machine may answer at %2$s. Find out which one does, then retry."
                .formatted(name(host), host.address()),
            e);
      }
      throw new Unavailable(
          "No SSH login as %s to the %s: %s"
              .formatted(host.loginUser(), name(host), e.getMessage()),
          e);
    }
  }

  private static SSHClient client(HostLaunched host) {
    var config = new DefaultConfig();
    config.setKeepAliveProvider(KeepAliveProvider.KEEP_ALIVE);
    var client = new SSHClient(config);
    // Before connecting: set later, the keep-alive never starts and a dead peer is never noticed.
    client.getConnection().getKeepAlive().setKeepAliveInterval(KEEP_ALIVE_SECONDS);
    client.getConnection().setTimeoutMs(ANSWER_MILLIS);
    client.getTransport().setTimeoutMs(ANSWER_MILLIS);
    client.setConnectTimeout(CONNECT_MILLIS);
    client.addHostKeyVerifier(new PinnedHostKeys(host.hostKeys()));
    return client;
  }

  private static String name(HostLaunched host) {
    return "%s host %s (%s)"
        .formatted(
            host.role().name().toLowerCase(java.util.Locale.ROOT),
            host.instanceId(),
            host.address());
  }

  static void disconnect(SSHClient client) {
    try {
      client.close();
    } catch (IOException e) {
      // It is closed, as wanted.
    }
  }
}
