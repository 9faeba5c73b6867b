package dev.kahuna.standin.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends a steady stream of requests through the app's router and remembers each one that was
 * acknowledged. A request is sent once: what got no answer may or may not have been stored, and
 * proves nothing.
 */
public final class Writer implements AutoCloseable {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
  // More would only queue in front of an app that stands still.
  private static final int WRITERS = 64;

  private final URI draws;
  private final Clock clock;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final ConcurrentLinkedQueue<Acknowledgement> acknowledged = new ConcurrentLinkedQueue<>();
  private final AtomicLong refused = new AtomicLong();
  private final Semaphore writers;
  private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param app the app's URL, as its users know it
   */
  public Writer(URI app, Clock clock) {
    this(app, clock, WRITERS);
  }

  /**
   * @param writers how many requests may wait for their answers at once
   */
  public Writer(URI app, Clock clock, int writers) {
    this.draws = app.resolve("/draws");
    this.clock = clock;
    this.writers = new Semaphore(writers);
  }

  /** Begins to write that often. */
  public void start(int perSecond) {
    var unused =
        pace.scheduleAtFixedRate(
            this::next, 0, TimeUnit.SECONDS.toNanos(1) / perSecond, TimeUnit.NANOSECONDS);
  }

  private void next() {
    if (writers.tryAcquire()) {
      requests.execute(this::write);
    }
  }

  private void write() {
    try {
      var id = UUID.randomUUID();
      var request =
          HttpRequest.newBuilder(draws)
              .timeout(ANSWER_LIMIT)
              .header("Request-Id", id.toString())
              .POST(HttpRequest.BodyPublishers.noBody())
              .build();
      if (client.send(request, BodyHandlers.discarding()).statusCode() == 201) {
        acknowledged.add(new Acknowledgement(id, clock.instant()));
      } else {
        refused.incrementAndGet();
      }
    } catch (IOException e) {
      refused.incrementAndGet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      writers.release();
    }
  }

  /** What was acknowledged so far, in the order of the acknowledgements. */
  public List<Acknowledgement> acknowledged() {
    return List.copyOf(acknowledged);
  }

  /** How many requests got another answer than 201, or none. */
  public long refused() {
    return refused.get();
  }

  /** Sends no more and waits for the answers that are still out. */
  public void stop() {
    pace.shutdown();
    requests.shutdown();
    try {
      var unused = requests.awaitTermination(ANSWER_LIMIT.toSeconds() + 1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    pace.shutdownNow();
    requests.shutdownNow();
    client.shutdownNow();
  }
}
