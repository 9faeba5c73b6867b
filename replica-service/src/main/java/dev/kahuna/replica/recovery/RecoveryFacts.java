package dev.kahuna.replica.recovery;

import dev.kahuna.replica.ssh.HostScript;
import dev.kahuna.replica.ssh.SshHost;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a host and its PGDATA report before recovery, as {@code name: value}; most of it comes from
 * pg_controldata.
 */
public record RecoveryFacts(Map<String, String> values) {
  private static final HostScript SCRIPT = HostScript.of(RecoveryFacts.class, "recovery-facts");
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** Asks the host. */
  static RecoveryFacts of(SshHost host) throws InterruptedException {
    return parse(host.run(SCRIPT, Map.of(), LIMIT));
  }

  static RecoveryFacts parse(String text) {
    return new RecoveryFacts(
        text.lines()
            .filter(line -> line.contains(":"))
            .map(line -> line.split(":", 2))
            .collect(Collectors.toMap(f -> f[0].strip(), f -> f[1].strip(), (a, b) -> a)));
  }

  boolean running() {
    return text("running").equals("active");
  }

  String home() {
    return text("home");
  }

  String systemUser() {
    return text("system user");
  }

  int majorVersion() {
    return Integer.parseInt(text("major version"));
  }

  HostCapacity capacity() {
    return new HostCapacity(
        number("memory in MiB"), number("volume in MiB"), number("free in MiB"));
  }

  /** Whether pg_stat_statements is installed, which counts statements as on Heroku. */
  boolean countsStatements() {
    return !text("statements library").isEmpty();
  }

  private long number(String name) {
    return Long.parseLong(text(name));
  }

  /** A setting of the primary, if its version records it. */
  Optional<Integer> setting(String name) {
    return Optional.ofNullable(values.get(name + " setting")).map(Integer::valueOf);
  }

  private String text(String name) {
    return Optional.ofNullable(values.get(name))
        .orElseThrow(() -> new IllegalStateException("The host did not report its '" + name + "'"));
  }
}
