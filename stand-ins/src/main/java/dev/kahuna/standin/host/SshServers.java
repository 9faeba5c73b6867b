package dev.kahuna.standin.host;

import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.PublickeyAuthenticator;

/** SSH servers that let the user {@code ubuntu} in by public key only and run commands. */
final class SshServers {
  private static final String LOGIN = "ubuntu";
  private static final int MAX_SESSIONS = 10;

  private SshServers() {}

  /** A server that listens, and its host keys as it shows them. */
  record Running(SshServer server, List<String> hostKeyLines) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      server.stop(true);
    }
  }

  /**
   * Starts one.
   *
   * @param loginPublicKeys lines of an {@code authorized_keys} file
   */
  static Running start(
      InetAddress address, int port, List<String> loginPublicKeys, HostProcesses processes)
      throws IOException {
    var server = SshServer.setUpDefaultServer();
    server.setHost(address.getHostAddress());
    server.setPort(port);
    // As OpenSSH: no idle time-out, ten sessions a connection.
    CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
    CoreModuleProperties.NIO2_READ_TIMEOUT.set(server, Duration.ZERO);
    CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(server, MAX_SESSIONS);
    var keys = authorized(loginPublicKeys);
    server.setPublickeyAuthenticator(
        (user, key, session) -> user.equals(LOGIN) && keys.authenticate(user, key, session));
    server.setCommandFactory((channel, command) -> new SshCommand(command, processes));
    try {
      var hostKey = KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256);
      server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
      server.start();
      var name = "root@ip-" + address.getHostAddress().replace('.', '-');
      return new Running(
          server, List.of(PublicKeyEntry.toString(hostKey.getPublic()) + " " + name));
    } catch (GeneralSecurityException e) {
      throw new IOException("The host's SSH key could not be made: " + e.getMessage(), e);
    }
  }

  private static PublickeyAuthenticator authorized(List<String> lines) throws IOException {
    var entries = new ArrayList<AuthorizedKeyEntry>();
    for (var line : lines) {
      entries.add(AuthorizedKeyEntry.parseAuthorizedKeyEntry(line));
    }
    try {
      return PublickeyAuthenticator.fromAuthorizedEntries(
          "launch", null, entries, PublicKeyEntryResolver.FAILING);
    } catch (GeneralSecurityException | IOException e) {
      throw new IOException("A login key of the host is not one: " + e.getMessage(), e);
    }
  }
}
