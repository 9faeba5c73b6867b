package dev.kahuna.lease;

import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/**
 * The right of an instance to act, checked before every call to a database or to Heroku.
 *
 * <p>Kafka takes a silent instance's migrations away when its session time-out is over. The lease
 * ends earlier, so that by then every call that was made under it has ended too: an instance that
 * was paused, or that Kafka can't hear, makes no call next to the one that took over.
 */
public final class Lease {
  private static final InheritableThreadLocal<BooleanSupplier> CURRENT =
      new InheritableThreadLocal<>() {
        @Override
        protected BooleanSupplier initialValue() {
          return () -> true;
        }
      };

  private final BooleanSupplier held;

  public Lease(BooleanSupplier held) {
    this.held = held;
  }

  /** Whether it is held now. */
  public boolean held() {
    return held.getAsBoolean();
  }

  /** Does the work under this lease; threads that the work starts inherit it. */
  public <T> T during(Callable<T> work) throws Exception {
    CURRENT.set(held);
    try {
      return work.call();
    } finally {
      CURRENT.remove();
    }
  }

  /**
   * Call this right before every call to something outside.
   *
   * @throws LeaseLost if this thread works under a lease that is not held now
   */
  public static void check() {
    if (!CURRENT.get().getAsBoolean()) {
      throw new LeaseLost();
    }
  }
}
