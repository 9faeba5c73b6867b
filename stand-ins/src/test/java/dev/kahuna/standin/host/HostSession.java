package dev.kahuna.standin.host;

import dev.kahuna.standin.aws.ec2.BootedInstance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;

/** Somebody else's SSH client, with the host's key pinned. */
record HostSession(SSHClient client) implements AutoCloseable {
  record Ended(int status, String output, String error) {}

  static HostSession open(BootedInstance host, Path privateKey) throws IOException {
    var client = new SSHClient();
    var pinned = host.hostKeyLines().getFirst().split(" ")[1];
    client.addHostKeyVerifier(
        new HostKeyVerifier() {
          @Override
          public boolean verify(String name, int port, PublicKey key) {
            var blob = new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
            return Base64.getEncoder().encodeToString(blob).equals(pinned);
          }

          @Override
          public List<String> findExistingAlgorithms(String name, int port) {
            return List.of(KeyType.ED25519.toString());
          }
        });
    client.setConnectTimeout(5_000);
    client.setTimeout(30_000);
    client.connect(host.address(), HostFleet.SSH_PORT);
    client.authPublickey("ubuntu", client.loadKeys(privateKey.toString()));
    return new HostSession(client);
  }

  Ended run(String command) throws IOException {
    return run(command, "");
  }

  Ended run(String command, String input) throws IOException {
    try (var session = client.startSession();
        var running = session.exec(command)) {
      try (var in = running.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      var output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      var error = new String(running.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      running.join(60, TimeUnit.SECONDS);
      return new Ended(running.getExitStatus(), output.strip(), error.strip());
    }
  }

  /** Runs a command that has to succeed. */
  String ok(String command) throws IOException {
    var ended = run(command);
    if (ended.status() != 0) {
      throw new AssertionError(command + ": " + ended);
    }
    return ended.output();
  }

  @Override
  public void close() throws IOException {
    client.disconnect();
  }
}
