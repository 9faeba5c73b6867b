package dev.kahuna.loop;

/** The state of a service's loop. */
public enum LoopState {
  /** Kafka has assigned nothing yet. */
  STARTING("waits for Kafka to assign partitions"),
  OWNS_PARTITIONS("owns partitions and runs their migrations"),
  STANDS_BY("stands by: another instance owns every partition"),
  TAKEOVER_FAILS("cannot take over its partitions and keeps trying; the log says why"),
  UNANSWERED("makes no calls: Kafka has not answered for longer than the lease"),
  STOPPED("has stopped: the service no longer listens to Kafka; restart it");

  private final String sentence;

  LoopState(String sentence) {
    this.sentence = sentence;
  }

  /** For the operator. */
  public String sentence() {
    return sentence;
  }
}
