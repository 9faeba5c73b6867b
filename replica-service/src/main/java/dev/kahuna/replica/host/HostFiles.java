package dev.kahuna.replica.host;

import static dev.kahuna.replica.ssh.HostScript.quoted;

import dev.kahuna.event.HostRole;
import dev.kahuna.replica.ssh.SshHost;
import dev.kahuna.request.MigrationRequest.Archive;
import dev.kahuna.request.MigrationRequest.Encryption.Method;
import dev.kahuna.request.SecretRef;
import dev.kahuna.secret.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The files that Kahuna puts on every host: programs, the archive's credentials and the certificate
 * that Postgres trusts.
 */
record HostFiles(Secrets secrets, ClientIdentity identity) {
  private static final List<String> PROGRAMS =
      List.of("run-job", "restore-wal", "fetch-base-backup", "copy-replica");
  private static final String ARCHIVE_KEY = "etc/archive.key";
  private static final String KEY_PATH = "\"$home/" + ARCHIVE_KEY + "\"";
  private static final String SECRET = "0600";
  private static final String PROGRAM = "0755";

  void put(SshHost host, HostRole role, Archive archive, SecretRef client)
      throws InterruptedException {
    for (var program : PROGRAMS) {
      host.put("bin/" + program, PROGRAM, program(program));
    }
    host.put("etc/client-ca.crt", SECRET, identity.certificate(client));
    switch (role) {
      case REPLICA -> {
        if (archive.encryption().isPresent()) {
          host.put(ARCHIVE_KEY, SECRET, secrets.read(archive.encryption().get().key()));
        }
        host.put("etc/archive.env", SECRET, environment(archive));
      }
      case STANDBY -> {
        host.put("etc/client.crt", SECRET, identity.certificate(client));
        host.put("etc/client.key", SECRET, identity.key(client));
      }
    }
  }

  /** The archive tool's environment, for a shell that knows Kahuna's directory as home. */
  private String environment(Archive archive) {
    var variables = new TreeMap<String, String>();
    variables.put("WALG_S3_PREFIX", quoted(archive.prefix()));
    variables.put("AWS_REGION", quoted(archive.region()));
    archive
        .accessKey()
        .ifPresent(
            key -> {
              variables.put("AWS_ACCESS_KEY_ID", quoted(secrets.read(key.id())));
              variables.put("AWS_SECRET_ACCESS_KEY", quoted(secrets.read(key.secret())));
            });
    archive.encryption().ifPresent(encryption -> variables.putAll(decryption(encryption.method())));
    archive
        .endpoint()
        .ifPresent(
            endpoint -> {
              variables.put("AWS_ENDPOINT", quoted(endpoint));
              variables.put("AWS_S3_FORCE_PATH_STYLE", "true");
            });
    return variables.entrySet().stream()
        .map(v -> v.getKey() + "=" + v.getValue())
        .collect(Collectors.joining("\n"));
  }

  private static Map<String, String> decryption(Method method) {
    return switch (method) {
      case OPENPGP -> Map.of("WALG_PGP_KEY_PATH", KEY_PATH);
      case LIBSODIUM -> libsodium("none");
      case LIBSODIUM_BASE64 -> libsodium("base64");
      case LIBSODIUM_HEX -> libsodium("hex");
    };
  }

  private static Map<String, String> libsodium(String transform) {
    return Map.of("WALG_LIBSODIUM_KEY_PATH", KEY_PATH, "WALG_LIBSODIUM_KEY_TRANSFORM", transform);
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
