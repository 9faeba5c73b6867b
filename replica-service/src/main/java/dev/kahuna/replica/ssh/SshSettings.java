package dev.kahuna.replica.ssh;

import dev.kahuna.settings.SettingsCheck;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the hosts are reached over SSH: {@code kahuna.ssh.*}.
 *
 * @param port Port of the hosts' SSH servers.
 */
public record SshSettings(@DefaultValue("22") int port) {
  private static final int LAST_PORT = 65_535;

  /** The check of these settings, for the service's own to end. */
  public SettingsCheck check() {
    return new SettingsCheck()
        .require(
            port >= 1 && port <= LAST_PORT,
            "kahuna.ssh.port is %d: give a port from 1 to 65535.",
            port);
  }
}
