package dev.kahuna.standin.proxy;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Whether bytes may go on, and how fast; the same for all connections of a proxy. */
final class Traffic {
  private boolean stalled;
  private Duration delay = Duration.ZERO;

  synchronized void stall(boolean on) {
    stalled = on;
    notifyAll();
  }

  synchronized void delay(Duration each) {
    delay = each;
  }

  /** A stream whose every write waits its turn. */
  OutputStream into(OutputStream out) {
    return new FilterOutputStream(out) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        await();
        out.write(bytes, offset, length);
        out.flush();
      }
    };
  }

  private void await() throws IOException {
    LockSupport.parkNanos(currentDelay().toNanos());
    synchronized (this) {
      try {
        while (stalled) {
          wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while stalled", e);
      }
    }
  }

  private synchronized Duration currentDelay() {
    return delay;
  }
}
