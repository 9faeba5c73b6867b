package dev.kahuna.replica.copy;

import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Work that is shared among some sessions, in order: whichever is free takes the next piece.
 *
 * @param count how many
 * @param meanwhile is called about once a second, and at the end
 */
public record Workers(int count, Runnable meanwhile) {
  /** Opens what a worker works with. */
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
   * Does all of it. The first that fails ends the others: they are interrupted, their connections
   * break, and their transactions with them.
   *
   * @throws Exception of whoever failed first
   */
  @SuppressWarnings("try") // Whatever closing throws, the completion service hands on.
  public <S extends AutoCloseable, T> void each(
      Collection<T> pieces, Opening<S> opening, Act<? super S, T> act) throws Exception {
    var open = new ConcurrentLinkedQueue<>(pieces);
    var workers = Math.min(count, pieces.size());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
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
