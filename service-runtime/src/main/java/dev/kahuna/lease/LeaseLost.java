package dev.kahuna.lease;

/**
 * The call was not made, because another instance may already be acting or may start at any moment.
 */
public final class LeaseLost extends RuntimeException {
  LeaseLost() {
    super("this instance may not act now: it has lost contact with Kafka");
  }
}
