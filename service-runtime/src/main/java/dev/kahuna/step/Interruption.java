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

  /** The work begins in this thread. False if it must not begin. */
  synchronized boolean begin() {
    if (notDue) {
      return false;
    }
    outOfTime = false;
    worker = Thread.currentThread();
    return true;
  }

  /** The work has ended, in this thread; clears an interrupt that was meant for it. */
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
