package dev.kahuna.sandbox.cloud;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has been opened, closed in the opposite order, all of it, whatever goes wrong. Once. */
public final class Resources implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Resources.class);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private boolean closed;

  /** Remembers what must be closed, and returns it. */
  public synchronized <T extends AutoCloseable> T add(T resource) throws Exception {
    if (closed) {
      resource.close();
      throw new IllegalStateException("the sandbox is ending");
    }
    open.push(resource);
    return resource;
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        LOG.warn("left behind while ending: {}", e.toString());
      }
    }
  }
}
