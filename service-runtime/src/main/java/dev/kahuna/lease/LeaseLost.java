package dev.kahuna.lease;

/** The call was not made: another instance may act by now, or will any moment. */
public final class LeaseLost extends RuntimeException {
  LeaseLost() {
    super("this instance may not act at present: Kafka does not hear from it");
  }
}
