package dev.kahuna.postgres;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A database URL as apps carry it in {@code DATABASE_URL}: {@code
 * postgres://user:password@host:port/database?sslmode=require}, user, password and database
 * percent-encoded.
 */
public record PostgresUrl(
    PostgresEndpoint endpoint, Credentials.Password credentials, Map<String, String> parameters) {

  private static final int DEFAULT_PORT = 5432;

  public PostgresUrl {
    parameters = Map.copyOf(parameters);
  }

  /** A URL that asks for TLS, as the apps moved by Kahuna get it. */
  public PostgresUrl(PostgresEndpoint endpoint, Credentials.Password credentials) {
    this(endpoint, credentials, Map.of("sslmode", "require"));
  }

  /**
   * @throws IllegalArgumentException when it is not such a URL; the message never repeats it
   */
  public static PostgresUrl parse(String text) {
    var uri = uri(text.strip());
    var scheme = String.valueOf(uri.getScheme());
    var userInfo = String.valueOf(uri.getRawUserInfo());
    var colon = userInfo.indexOf(':');
    var path = String.valueOf(uri.getRawPath());
    if (!scheme.matches("postgres|postgresql")
        || uri.getHost() == null
        || colon < 1
        || path.length() < 2) {
      throw malformed();
    }
    var port = uri.getPort() == -1 ? DEFAULT_PORT : uri.getPort();
    var query = uri.getRawQuery();
    return new PostgresUrl(
        new PostgresEndpoint(uri.getHost(), port, decode(path.substring(1))),
        new Credentials.Password(
            decode(userInfo.substring(0, colon)), decode(userInfo.substring(colon + 1))),
        query == null ? Map.of() : parameters(query));
  }

  /** The URL with its password: for config vars and child processes' environments, never a log. */
  public String format() {
    var query =
        new TreeMap<>(parameters)
            .entrySet().stream()
                .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
                .collect(Collectors.joining("&"));
    return "postgres://%s:%s@%s:%d/%s%s"
        .formatted(
            encode(credentials.user()),
            encode(credentials.password()),
            endpoint.host(),
            endpoint.port(),
            encode(endpoint.database()),
            query.isEmpty() ? "" : "?" + query);
  }

  @Override
  public String toString() {
    return "postgres://" + credentials.user() + ":***@" + endpoint;
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      // Without the cause, whose message holds the whole URL.
      throw malformed();
    }
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException(
        "A database URL must read postgres://user:password@host:port/database, with special"
            + " characters percent-encoded; this one does not, and is not repeated for its password.");
  }

  private static Map<String, String> parameters(String query) {
    var parameters = new TreeMap<String, String>();
    for (var pair : query.split("&")) {
      var equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static String decode(String text) {
    // In a URL's path and user a plus is a plus; the decoder is one for forms.
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
