package dev.kahuna.randonumba;

import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Writes a tick five times a second, and continues when the database refuses one. */
final class Worker {
  private static final long PAUSE_MILLIS = 200;

  private final Draws draws;
  private final CountDownLatch stop = new CountDownLatch(1);
  private boolean writing;

  Worker(ConnectionPool pool) {
    this.draws = new Draws(pool);
  }

  /** Returns when the process is told to stop. */
  void run() throws InterruptedException {
    var main = Thread.currentThread();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> letFinish(main)));
    var name = System.getenv().getOrDefault("DYNO", "worker");
    do {
      tick(name);
    } while (!stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
  }

  private void tick(String name) {
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

  private void letFinish(Thread main) {
    stop.countDown();
    try {
      main.join(5000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
