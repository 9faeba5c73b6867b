package dev.kahuna.step;

import org.jspecify.annotations.Nullable;

/**
 * Interrupts the thread of a step's work, and remembers why.
 *
 * <p>A thread is interrupted only while it works: an interrupt that came too late would otherwise
 * hit the append of its fact.
 */
final class Interruption {
  private @Nullable Thread worker;
  private boolean outOfTime;
  private boolean notDue;

  /** Starts the work in this thread; false if it must not start. */
  synchronized boolean begin() {
    if (notDue) {
      return false;
    }
    outOfTime = false;
    worker = Thread.currentThread();
    return true;
  }

  /** Ends the work in this thread and clears an interrupt that was meant for it. */
  synchronized void end() {
    worker = null;
    if (outOfTime || notDue) {
      Thread.interrupted();
    }
  }

  synchronized void timeIsOver() {
    if (worker != null) {
      outOfTime = true;
      worker.interrupt();
    }
  }

  synchronized void noLongerDue() {
    notDue = true;
    if (worker != null) {
      worker.interrupt();
    }
  }

  synchronized boolean wasOutOfTime() {
    return outOfTime;
  }

  synchronized boolean isNotDue() {
    return notDue;
  }
}
