package dev.kahuna.sandbox.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Samples the memory of this process and all that it started.
 *
 * <p>The proportional set size is summed, not the resident one: the backends of a Postgres server
 * share its buffers, and a sum of resident sizes would count them once for each (proc(5)).
 */
public final class MemoryMeter implements AutoCloseable {
  private static final int PERIOD_MILLIS = 1000;

  private final Supplier<Stream<ProcessHandle>> processes;
  private final AtomicLong peakKib = new AtomicLong();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("memory-meter").factory());

  /**
   * @param processes those to count beside this one and its descendants
   */
  public MemoryMeter(Supplier<Stream<ProcessHandle>> processes) {
    this.processes = processes;
    var unused =
        timer.scheduleWithFixedDelay(this::sample, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void sample() {
    var roots = Stream.concat(Stream.of(ProcessHandle.current()), processes.get()).toList();
    var kib =
        roots.stream()
            .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
            .mapToLong(ProcessHandle::pid)
            .distinct()
            .map(MemoryMeter::kib)
            .sum();
    peakKib.accumulateAndGet(kib, Math::max);
  }

  private static long kib(long pid) {
    try {
      return sum(Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup")));
    } catch (IOException e) {
      return 0; // It has ended meanwhile.
    }
  }

  private static long sum(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith("Pss:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  /** The highest sample so far, in MiB. */
  public long peakMib() {
    return peakKib.get() / 1024;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
