package dev.kahuna.postgres;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Limits and session settings of a connection.
 *
 * @param service the part of Kahuna that connects; {@code pg_stat_activity} shows {@code
 *     kahuna-<service>}
 * @param connectTimeout longest wait for the TCP connection
 * @param loginTimeout longest wait for the whole of connecting, TLS and login included
 * @param answerTimeout longest wait for the server's next bytes, thus for a statement that is
 *     silent
 * @param settings settings of the session, which apply from its first statement on: {@code
 *     default_transaction_read_only=off} makes a fenced database writable
 */
public record PostgresOptions(
    String service,
    Duration connectTimeout,
    Duration loginTimeout,
    Duration answerTimeout,
    Map<String, String> settings) {

  public PostgresOptions {
    settings = Map.copyOf(settings);
  }

  /**
   * 5 s to connect, 10 s to log in, 30 s for an answer. Two settings are not left to the database
   * and its roles: a hot standby runs no statement of a session that is serializable by default,
   * and {@code REFRESH MATERIALIZED VIEW CONCURRENTLY} fails where every identifier is quoted (seen
   * on 15: "syntax error at or near _2").
   */
  public static PostgresOptions of(String service) {
    return new PostgresOptions(
        service,
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Map.of("default_transaction_isolation", "read committed", "quote_all_identifiers", "off"));
  }

  public PostgresOptions answeringWithin(Duration timeout) {
    return new PostgresOptions(service, connectTimeout, loginTimeout, timeout, settings);
  }

  public PostgresOptions connectingWithin(Duration timeout) {
    return new PostgresOptions(service, timeout, timeout, answerTimeout, settings);
  }

  public PostgresOptions with(String setting, String value) {
    var more = new TreeMap<>(settings);
    more.put(setting, value);
    return new PostgresOptions(service, connectTimeout, loginTimeout, answerTimeout, more);
  }
}
