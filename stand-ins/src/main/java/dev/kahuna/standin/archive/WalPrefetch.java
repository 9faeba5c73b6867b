package dev.kahuna.standin.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches in the background what recovery will ask for next, and as WAL-G does: into {@code
 * .wal-g/prefetch} beside the destination, in {@code running} there as long as it is not whole.
 */
final class WalPrefetch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WalPrefetch.class);
  private static final List<String> DIRECTORIES =
      List.of(".wal-g", ".wal-g/prefetch", ".wal-g/prefetch/running");
  private static final long SEGMENT_BYTES = 16 << 20;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<Path, Future<?>> running = new ConcurrentHashMap<>();

  /**
   * Moves a segment to its destination if it has been prefetched; waits for it if it is under way.
   *
   * @return whether it has
   */
  boolean take(String name, Path destination) throws IOException, InterruptedException {
    var prefetched = prefetched(name, destination);
    var underWay = running.get(prefetched);
    if (underWay != null) {
      try {
        underWay.get();
      } catch (ExecutionException e) {
        LOG.debug("{} was not prefetched", name, e);
      }
    }
    if (!Files.exists(prefetched) || Files.size(prefetched) != SEGMENT_BYTES) {
      return false;
    }
    Files.move(prefetched, destination, StandardCopyOption.ATOMIC_MOVE);
    return true;
  }

  /**
   * Begins to fetch the segments that follow one. That the archive does not have them yet is no
   * failure; any other one is met again by whoever asks for the segment.
   */
  void begin(WalFetch fetch, String name, Path destination, int segments) throws IOException {
    var following = SegmentName.after(name).limit(segments).toList();
    if (following.isEmpty()) {
      return;
    }
    for (var directory : DIRECTORIES) {
      fetch.owner().makeDirectory(destination.resolveSibling(directory));
    }
    for (var next : following) {
      var prefetched = prefetched(next, destination);
      if (!Files.exists(prefetched)) {
        running.computeIfAbsent(prefetched, to -> threads.submit(() -> prefetch(fetch, next, to)));
      }
    }
  }

  private boolean prefetch(WalFetch fetch, String name, Path prefetched) throws IOException {
    try {
      var directory = Objects.requireNonNull(prefetched.getParent());
      return fetch.fetch(name, directory.resolve("running").resolve(name), prefetched);
    } finally {
      running.remove(prefetched);
    }
  }

  private static Path prefetched(String name, Path destination) {
    return destination.resolveSibling(".wal-g").resolve("prefetch").resolve(name);
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
