package dev.kahuna.postgres;

/** Where a database is. */
public record PostgresEndpoint(String host, int port, String database) {

  public PostgresEndpoint {
    if (host.isBlank() || database.isBlank() || port < 1 || port > 65_535) {
      throw new IllegalArgumentException(
          "A Postgres endpoint needs a host, a port from 1 to 65535 and a database, not "
              + "'%s', %d, '%s'".formatted(host, port, database));
    }
  }

  public PostgresEndpoint withDatabase(String other) {
    return new PostgresEndpoint(host, port, other);
  }

  @Override
  public String toString() {
    return host + ":" + port + "/" + database;
  }
}
