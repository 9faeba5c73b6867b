package dev.kahuna.heroku;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executors;

/**
 * Knows the address of the Platform API and makes an {@link HerokuApi} for each account's token. A
 * process needs only one, which shares its connections.
 */
public final class HerokuPlatform {
  /** The API itself. */
  public static final URI URL = URI.create("https://api.heroku.com");

  /** How long one call may take by default. */
  public static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final URI url;
  private final Duration timeout;
  private final HttpClient client;

  /**
   * @param url without a path, such as {@link #URL}
   * @param timeout for one call, from connecting to the last byte of its answer
   */
  public HerokuPlatform(URI url, Duration timeout) {
    this.url = url;
    this.timeout = timeout;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  /** The API as the owner of this token may use it. */
  public HerokuApi account(String token) {
    return new HerokuApi(new HerokuCalls(client, url, timeout, token));
  }
}
