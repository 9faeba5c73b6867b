package dev.kahuna.cutover.compare;

import java.util.concurrent.Callable;

/** Both servers, and the way to rule out that the target is merely late. */
record Sides(ChunkReader source, ChunkReader target, Replicated replicated) {

  /**
   * Shows both servers to the reading as they were at almost the same moment, however long it
   * takes: the target has everything that the source shows, and what was written in between.
   */
  <T> T atOnce(Callable<T> reading) throws Exception {
    source.hold();
    try {
      replicated.await();
      target.hold();
      try {
        return reading.call();
      } finally {
        target.letGo();
      }
    } finally {
      source.letGo();
    }
  }
}
