package dev.kahuna.replica.ssh;

import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;

/**
 * Trusts a host only if it presents one of the keys that its console printed at the first boot.
 *
 * @param lines keys in OpenSSH's one-line form: type, base64, perhaps a comment
 */
record PinnedHostKeys(List<String> lines) implements HostKeyVerifier {

  @Override
  public boolean verify(String host, int port, PublicKey key) {
    var shown =
        Base64.getEncoder()
            .encodeToString(new Buffer.PlainBuffer().putPublicKey(key).getCompactData());
    return lines.stream().anyMatch(line -> field(line, 1).equals(shown));
  }

  /** The types of the known keys, so that the host is asked for one of these. */
  @Override
  public List<String> findExistingAlgorithms(String host, int port) {
    return lines.stream().map(line -> field(line, 0)).distinct().toList();
  }

  private static String field(String line, int place) {
    var fields = line.strip().split("\\s+");
    return place < fields.length ? fields[place] : "";
  }
}
