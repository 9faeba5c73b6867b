package dev.kahuna.standin.postgres;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/**
 * What a Postgres server is to be.
 *
 * @param name how it is called in messages and in the list of processes; no spaces
 * @param settings lines of {@code postgresql.conf}, values as they are to be quoted there
 * @param access lines of {@code pg_hba.conf} that come before the superuser's own
 * @param environment of the postmaster, and so of its archive command
 */
public record ServerSpec(
    String name,
    int major,
    InetAddress address,
    int port,
    Map<String, String> settings,
    List<String> access,
    Map<String, String> environment) {
  public ServerSpec {
    settings = Map.copyOf(settings);
    access = List.copyOf(access);
    environment = Map.copyOf(environment);
  }

  /** Not the environment and not the settings: there may be secrets in them. */
  @Override
  public String toString() {
    return "%s (Postgres %d at %s:%d)".formatted(name, major, address.getHostAddress(), port);
  }
}
