package dev.kahuna.replica.host;

import dev.kahuna.event.HostRole;
import dev.kahuna.replica.ssh.HostScript;
import dev.kahuna.replica.ssh.SshHost;
import dev.kahuna.request.MigrationRequest.Archive;
import dev.kahuna.secret.SecretRef;
import dev.kahuna.secret.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What Kahuna puts on every host: programs, the archive's credentials, whom Postgres trusts. */
record HostFiles(Secrets secrets, ClientIdentity identity) {
  private static final List<String> PROGRAMS =
      List.of("run-job", "restore-wal", "fetch-base-backup", "copy-replica");
  private static final String SECRET = "0600";
  private static final String PROGRAM = "0755";

  void put(SshHost host, HostRole role, Archive archive, SecretRef client)
      throws InterruptedException {
    for (var program : PROGRAMS) {
      host.put("bin/" + program, PROGRAM, program(program));
    }
    host.put("etc/client-ca.crt", SECRET, identity.certificate(client));
    switch (role) {
      case REPLICA -> host.put("etc/archive.env", SECRET, environment(archive));
      case STANDBY -> {
        host.put("etc/client.crt", SECRET, identity.certificate(client));
        host.put("etc/client.key", SECRET, identity.key(client));
      }
    }
  }

  /** The archive tool's environment, as a file that shells and systemd read alike. */
  private String environment(Archive archive) {
    var variables = new TreeMap<String, String>();
    variables.put("WALG_S3_PREFIX", archive.prefix());
    variables.put("AWS_REGION", archive.region());
    variables.put("AWS_ACCESS_KEY_ID", secrets.read(archive.accessKeyId()));
    variables.put("AWS_SECRET_ACCESS_KEY", secrets.read(archive.secretAccessKey()));
    archive
        .endpoint()
        .ifPresent(
            endpoint -> {
              variables.put("AWS_ENDPOINT", endpoint);
              variables.put("AWS_S3_FORCE_PATH_STYLE", "true");
            });
    return lines(variables);
  }

  private static String lines(Map<String, String> variables) {
    return variables.entrySet().stream()
        .map(v -> v.getKey() + "=" + HostScript.quoted(v.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private static String program(String name) {
    var path = "program/" + name + ".sh";
    try (var resource = Objects.requireNonNull(HostFiles.class.getResourceAsStream(path), path)) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
