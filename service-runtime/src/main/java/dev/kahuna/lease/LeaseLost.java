package dev.kahuna.lease;

/** The call was not made: another instance may act by now, or at any moment. */
public final class LeaseLost extends RuntimeException {
  LeaseLost() {
    super("this instance may not act at present: Kafka does not hear from it");
  }
}
