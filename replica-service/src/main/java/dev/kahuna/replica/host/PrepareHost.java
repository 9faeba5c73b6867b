package dev.kahuna.replica.host;

import dev.kahuna.event.HostRole;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ReplicaEvent.HostPrepared;
import dev.kahuna.migration.Migration;
import dev.kahuna.replica.ssh.HostScript;
import dev.kahuna.replica.ssh.SshHosts;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.StepOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Automates the runbook's section "preparing the hosts": Postgres of the source's major version,
 * the archive tool, the data volume, credentials, certificates.
 *
 * @param role which of the two hosts
 */
public record PrepareHost(
    HostRole role,
    SshHosts hosts,
    Secrets secrets,
    ClientIdentity identity,
    ArchiveToolSettings walG) {
  private static final HostScript PACKAGES = HostScript.of(PrepareHost.class, "install-packages");
  private static final HostScript KERNEL = HostScript.of(PrepareHost.class, "kernel-settings");
  private static final HostScript VOLUME = HostScript.of(PrepareHost.class, "prepare-volume");
  private static final HostScript CERTIFICATE =
      HostScript.of(PrepareHost.class, "server-certificate");
  private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(10);
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** The work of the step. */
  public StepOutcome run(Migration migration) throws InterruptedException {
    var launched = migration.get(HostLaunched.class, role);
    var request = migration.request();
    var client = identity.of(migration.id());
    try (var host = hosts.open(launched)) {
      host.run(
          PACKAGES,
          Map.of(
              "MAJOR", String.valueOf(request.source().version()),
              "WALG_URL", walG.url(),
              "WALG_SHA256_AMD64", walG.sha256().amd64(),
              "WALG_SHA256_AARCH64", walG.sha256().aarch64()),
          DOWNLOAD_LIMIT);
      host.run(KERNEL, Map.of(), LIMIT);
      host.run(VOLUME, Map.of("VOLUME", launched.volumeId()), LIMIT);
      new HostFiles(secrets, identity).put(host, role, request.archive(), client);
      var certificate = host.run(CERTIFICATE, Map.of("NAMES", names(launched)), LIMIT);
      return StepOutcome.done(new HostPrepared(role, certificate, client));
    }
  }

  /** Every name and address by which the host can be reached, for the certificate. */
  private static String names(HostLaunched host) {
    return Stream.of(host.address(), host.publicAddress())
        .distinct()
        .map(name -> (isNumeric(name) ? "IP:" : "DNS:") + name)
        .collect(Collectors.joining(","));
  }

  private static boolean isNumeric(String address) {
    return address.contains(":")
        || List.of(address.split("\\.")).stream().allMatch(PrepareHost::isNumber);
  }

  private static boolean isNumber(String text) {
    return text.matches("\\d{1,3}");
  }
}
