package dev.kahuna.cutover.database;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs independent calls at the same time: inside a window every round trip counts. */
public final class Parallel {
  private Parallel() {}

  /** Work on one item. */
  public interface Work<T, R> {
    R with(T item) throws Exception;
  }

  /**
   * Returns the results in the order of the items. If some fail, the first failure is thrown once
   * all have ended. An interrupt interrupts them all.
   */
  public static <T, R> List<R> map(Collection<T> items, Work<T, R> work) throws Exception {
    return all(items.stream().map(item -> (Callable<R>) () -> work.with(item)).toList());
  }

  /** Work on one item that returns nothing. */
  public interface Act<T> {
    void on(T item) throws Exception;
  }

  /** Does it with every item, as {@link #map} does. */
  public static <T> void each(Collection<T> items, Act<T> act) throws Exception {
    map(
        items,
        item -> {
          act.on(item);
          return item;
        });
  }

  /** Whether the condition holds for every item; all are checked. */
  public static <T> boolean holds(Collection<T> items, Work<T, Boolean> question) throws Exception {
    return !map(items, question).contains(false);
  }

  /** Work that returns nothing. */
  public interface Task {
    void run() throws Exception;
  }

  /** Does both, as {@link #map} does. */
  public static void both(Task one, Task other) throws Exception {
    each(List.of(one, other), Task::run);
  }

  /** Runs all calls, and returns their results in the same order. */
  @SafeVarargs
  public static <R> List<R> all(Callable<R>... calls) throws Exception {
    var list = new ArrayList<Callable<R>>();
    for (var call : calls) {
      list.add(call);
    }
    return all(list);
  }

  private static <R> List<R> all(List<Callable<R>> calls) throws Exception {
    if (calls.size() == 1) {
      return List.of(calls.getFirst().call());
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return threads.invokeAll(calls).stream().map(Parallel::ended).toList();
    } catch (Failed e) {
      throw e.failure();
    }
  }

  private static <R> R ended(Future<R> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new Failed(e.getCause() instanceof Exception failure ? failure : e);
    } catch (InterruptedException e) {
      throw new Failed(e);
    }
  }

  private static final class Failed extends RuntimeException {
    private final Exception failure;

    Failed(Exception failure) {
      super(failure);
      this.failure = failure;
    }

    Exception failure() {
      return failure;
    }
  }
}
