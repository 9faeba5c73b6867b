package dev.kahuna.replica.copy;

import dev.kahuna.event.HostRole;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.Credentials;
import dev.kahuna.postgres.Trust;
import dev.kahuna.replica.ssh.HostJob;
import dev.kahuna.replica.ssh.HostJob.Preparation;
import dev.kahuna.replica.ssh.HostScript;
import dev.kahuna.replica.ssh.SshHosts;
import dev.kahuna.secret.Passwords;
import dev.kahuna.secret.Secrets;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Takes a section of the schema from the frozen standby to the target: a job on the standby's host,
 * where the right pg_dump is.
 */
record SchemaJob(CopyEnds ends, SshHosts hosts, Secrets secrets) {
  /** The name of the secret that is the password of the app's role on the target. */
  static final String APP_PASSWORD = "app-password";

  private static final String SECRET = "0600";

  /** How the job stands after this call. */
  record Progress(boolean done, long total) {}

  /**
   * Brings it forward.
   *
   * @param section as pg_dump names it
   * @param jobs how many of its entries are restored at a time
   * @param before what is done each time before it begins
   */
  Progress run(Migration migration, String section, int jobs, Preparation<SQLException> before)
      throws SQLException, InterruptedException {
    var job = new HostJob(section, "restore-schema", "");
    try (var host = hosts.open(migration.get(HostLaunched.class, HostRole.STANDBY))) {
      var done =
          job.<SQLException>towardsDone(
              host,
              () -> {
                before.run();
                host.put("etc/target-ca.crt", SECRET, authorities(migration));
                host.put("etc/" + section + ".env", SECRET, environment(migration, section, jobs));
              });
      return new Progress(done.isPresent(), done.isPresent() ? 0 : job.report(host).total());
    }
  }

  private String authorities(Migration migration) {
    return switch (ends.databases().target(migration).trust()) {
      case Trust.VerifiedBy authorities -> authorities.caPem();
      case Trust.Pinned pinned -> pinned.pem();
      case Trust.Unverified _ -> throw new IllegalStateException("the target is always verified");
    };
  }

  private String environment(Migration migration, String section, int jobs) {
    var target = ends.databases().target(migration).endpoint();
    var app = ends.app(migration);
    var owner = owner(migration);
    var variables =
        new TreeMap<>(
            Map.of(
                "SECTION", section,
                "JOBS", String.valueOf(jobs),
                "SOURCE_DATABASE", app.name(),
                "TARGET_HOST", target.host(),
                "TARGET_PORT", String.valueOf(target.port()),
                "TARGET_DATABASE", target.database(),
                "TARGET_USER", owner.user(),
                "TARGET_PASSWORD", owner.password()));
    return variables.entrySet().stream()
        .map(v -> v.getKey() + "=" + HostScript.quoted(v.getValue()))
        .collect(Collectors.joining("\n"));
  }

  /** The app's role on the target; its password is made when first asked for. */
  Credentials.Password owner(Migration migration) {
    var password = secrets.keep(migration.id(), APP_PASSWORD, Passwords::generate);
    return new Credentials.Password(ends.app(migration).owner(), secrets.read(password));
  }
}
