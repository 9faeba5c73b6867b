package dev.kahuna.randonumba;

import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Writes a tick five times a second, and continues when the database refuses one. */
final class Worker implements RandoNumba.Running {
  private static final long PAUSE_MILLIS = 200;
  private static final long LAST_TICK_MILLIS = 5000;

  private final Draws draws;
  private final String name;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "worker");
  private boolean writing;

  private Worker(Draws draws, String name) {
    this.draws = draws;
    this.name = name;
  }

  /**
   * Starts to write.
   *
   * @param name that its ticks have
   */
  static Worker start(Draws draws, String name) {
    var worker = new Worker(draws, name);
    worker.thread.start();
    return worker;
  }

  private void run() {
    try {
      do {
        tick();
      } while (!stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tick() {
    try {
      draws.tick(name);
      say(true, "writing");
    } catch (SQLException e) {
      say(false, "cannot write: " + e.getMessage());
    }
  }

  /** Prints a line when the state changes, not one for each tick. */
  private void say(boolean now, String sentence) {
    if (now != writing) {
      System.out.println("worker: " + sentence);
    }
    writing = now;
  }

  /** Lets the tick that has begun come to its end. */
  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join(LAST_TICK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
