package dev.kahuna.standin.aws.protocol;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what takes long while calls are answered. The state of a resource is read off the future of
 * its work: not done is pending or creating, done is running or available.
 *
 * @param atLeast how long everything takes at the least, so that a client sees the states between
 */
public record Background(Executor executor, Duration atLeast) {
  private static final Logger log = LoggerFactory.getLogger(Background.class);

  /** Starts the work. */
  public <T> CompletableFuture<T> run(Callable<T> work) {
    return after(CompletableFuture.completedFuture(true), work);
  }

  /** Starts the work when {@code before} has ended, well or badly. */
  public <T> CompletableFuture<T> after(CompletableFuture<?> before, Callable<T> work) {
    var done = before.handleAsync((value, failure) -> call(work), executor);
    return done.thenCombine(delay(), (result, elapsed) -> result);
  }

  private CompletableFuture<Boolean> delay() {
    return CompletableFuture.supplyAsync(
        () -> true,
        CompletableFuture.delayedExecutor(atLeast.toMillis(), TimeUnit.MILLISECONDS, executor));
  }

  private static <T> T call(Callable<T> work) {
    try {
      return work.call();
    } catch (Exception e) {
      log.warn("A resource of the stand-in could not be made or ended", e);
      throw new CompletionException(e);
    }
  }
}
