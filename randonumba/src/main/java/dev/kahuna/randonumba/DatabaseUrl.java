package dev.kahuna.randonumba;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The address of the database, as the JDBC driver takes it.
 *
 * @param jdbcUrl without user and password
 * @param properties user, password, time limits (seconds)
 */
record DatabaseUrl(String jdbcUrl, Properties properties) {

  /** Empty without {@code DATABASE_URL}, which Heroku removes for a moment while it changes. */
  static Optional<DatabaseUrl> from(Map<String, String> environment) {
    return Optional.ofNullable(environment.get("DATABASE_URL"))
        .filter(url -> !url.isBlank())
        .map(DatabaseUrl::parse);
  }

  /** Reads {@code postgres://user:password@host:port/database?sslmode=require}. */
  static DatabaseUrl parse(String url) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      // Not chained: the message of the cause contains the URL with the password.
      throw new IllegalArgumentException("DATABASE_URL is not a URL");
    }
    if (uri.getHost() == null || uri.getRawUserInfo() == null) {
      throw new IllegalArgumentException(
          "DATABASE_URL is not of the form postgres://user:password@host:port/database");
    }
    var login = uri.getRawUserInfo().split(":", 2);
    var properties = new Properties();
    properties.setProperty("user", decode(login[0]));
    properties.setProperty("password", login.length == 2 ? decode(login[1]) : "");
    properties.setProperty("ApplicationName", "randonumba");
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("loginTimeout", "5");
    properties.setProperty("socketTimeout", "15");
    properties.setProperty("tcpKeepAlive", "true");
    var port = uri.getPort() == -1 ? 5432 : uri.getPort();
    var query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return new DatabaseUrl(
        "jdbc:postgresql://" + uri.getHost() + ":" + port + uri.getRawPath() + query, properties);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** The address, without the password. */
  @Override
  public String toString() {
    return jdbcUrl;
  }
}
