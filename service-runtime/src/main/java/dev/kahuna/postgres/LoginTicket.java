package dev.kahuna.postgres;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * What a login needs, passed to the driver's plug-ins outside its properties: the driver builds the
 * plug-ins by class name and may print its properties, which carry a random ticket and no secret.
 *
 * @param connected is told of every TLS connection that the driver makes; the driver uses the last
 *     one
 */
record LoginTicket(Credentials credentials, Trust trust, Consumer<TlsSockets.Wire> connected) {

  private static final String TICKET = "kahunaTicket";
  private static final Map<String, LoginTicket> PENDING = new ConcurrentHashMap<>();

  interface Connecting<T> {
    T connect() throws SQLException;
  }

  /** Connects. The plug-ins can redeem the ticket only until this returns. */
  <T> T during(Properties properties, Connecting<T> connecting) throws SQLException {
    var ticket = UUID.randomUUID().toString();
    properties.setProperty(TICKET, ticket);
    PENDING.put(ticket, this);
    try {
      return connecting.connect();
    } finally {
      PENDING.remove(ticket);
    }
  }

  static LoginTicket redeem(Properties properties) {
    return Optional.ofNullable(properties.getProperty(TICKET))
        .map(PENDING::get)
        .orElseThrow(() -> new IllegalStateException("Connecting has been given up"));
  }
}
