package dev.kahuna.standin.heroku;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Trouble with the API, made to order: the next N calls that match fail or are late. */
public final class HerokuFaults {
  /** What happens to a call. */
  public sealed interface Fault {
    /**
     * Answered with this status.
     *
     * @param takesEffect whether what was asked is done nevertheless
     */
    record Answer(int status, boolean takesEffect) implements Fault {}

    /** What is asked is done, or not, and only then does the caller wait for the answer. */
    record Late(Duration delay, boolean takesEffect) implements Fault {}
  }

  private static final class Order {
    private final String method;
    private final Pattern path;
    private final Fault fault;
    private int left;

    private Order(int left, String method, Pattern path, Fault fault) {
      this.left = left;
      this.method = method;
      this.path = path;
      this.fault = fault;
    }
  }

  private final List<Order> orders = new ArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * @param path regular expression for the whole path, such as {@code /apps/[^/]+/config-vars}
   */
  public synchronized void next(int calls, String method, String path, Fault fault) {
    orders.add(new Order(calls, method, Pattern.compile(path), fault));
  }

  /** Forgets the faults that no call has met. */
  public synchronized void clear() {
    orders.clear();
  }

  synchronized Optional<Fault> take(String method, String path) {
    for (var order : orders) {
      if (order.left > 0 && order.method.equals(method) && order.path.matcher(path).matches()) {
        order.left--;
        return Optional.of(order.fault);
      }
    }
    return Optional.empty();
  }

  void delay(Duration duration) throws InterruptedException {
    closed.await(duration.toMillis(), TimeUnit.MILLISECONDS);
  }

  void close() {
    closed.countDown();
  }
}
