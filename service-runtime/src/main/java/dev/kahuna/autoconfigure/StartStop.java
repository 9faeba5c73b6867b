package dev.kahuna.autoconfigure;

import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

/**
 * Starts a part when the context starts and stops it when the context stops, by phases: a later
 * phase starts later and stops earlier. So the listener container, which gives the partitions up
 * after the steps have ended, stops before the loop's timers, and the producers stop last.
 *
 * <p>With {@code spring.kafka.listener.auto-startup=false} none of them starts, so that a test can
 * inspect the beans of a service without Kafka.
 */
final class StartStop implements SmartLifecycle {
  /** Before all others, and stopped after them. */
  static final int PRODUCERS = AbstractMessageListenerContainer.DEFAULT_PHASE - 3;

  /** Before the container, which asks the loop to take partitions over. */
  static final int LOOP = AbstractMessageListenerContainer.DEFAULT_PHASE - 2;

  static final int GAUGES = AbstractMessageListenerContainer.DEFAULT_PHASE - 1;

  private final int phase;
  private final boolean automatic;
  private final Runnable start;
  private final Runnable stop;
  private volatile boolean running;

  StartStop(int phase, KafkaProperties kafka, Runnable start, Runnable stop) {
    this.phase = phase;
    this.automatic = kafka.getListener().isAutoStartup();
    this.start = start;
    this.stop = stop;
  }

  @Override
  public int getPhase() {
    return phase;
  }

  @Override
  public boolean isAutoStartup() {
    return automatic;
  }

  @Override
  public void start() {
    start.run();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    stop.run();
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
