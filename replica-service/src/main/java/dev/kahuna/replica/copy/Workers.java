package dev.kahuna.replica.copy;

import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Shares work among several sessions: each free one takes the next piece, in order.
 *
 * @param count how many
 * @param meanwhile called about once a second, and at the end
 */
public record Workers(int count, Runnable meanwhile) {
  /**
   * Workers never wait when their servers are faster than the processors. On virtual threads they
   * would keep every step of the service from running.
   */
  private static final ThreadFactory THREADS = Thread.ofPlatform().name("worker-", 0).factory();

  /** Opens the session of a worker. */
  @FunctionalInterface
  public interface Opening<S extends AutoCloseable> {
    S open() throws Exception;
  }

  /** Does one piece of work. */
  @FunctionalInterface
  public interface Act<S, T> {
    void on(S session, T piece) throws Exception;
  }

  /**
   * Does all of the work. The first failure ends the others: they are interrupted, which breaks
   * their connections and rolls back their transactions.
   *
   * @throws Exception the first failure
   */
  @SuppressWarnings("try") // The completion service passes on what closing throws.
  public <S extends AutoCloseable, T> void each(
      Collection<T> pieces, Opening<S> opening, Act<? super S, T> act) throws Exception {
    var open = new ConcurrentLinkedQueue<>(pieces);
    var workers = Math.min(count, pieces.size());
    try (var threads = Executors.newCachedThreadPool(THREADS)) {
      var ended = new ExecutorCompletionService<Void>(threads);
      try {
        for (int i = 0; i < workers; i++) {
          ended.submit(
              () -> {
                try (var session = opening.open()) {
                  for (var piece = open.poll(); piece != null; piece = open.poll()) {
                    act.on(session, piece);
                  }
                }
                return null;
              });
        }
        for (int left = workers; left > 0; ) {
          var one = ended.poll(1, TimeUnit.SECONDS);
          meanwhile.run();
          if (one != null) {
            one.get();
            left--;
          }
        }
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      } finally {
        threads.shutdownNow();
      }
    }
  }
}
