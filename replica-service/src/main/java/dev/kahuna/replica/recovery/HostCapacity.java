package dev.kahuna.replica.recovery;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a host has, and what a server is given of it. The replica serves the app between the two
 * cutovers, so it must be no slower than Heroku's was; both hosts have nothing else to do.
 *
 * @param memoryMb in MiB
 * @param volumeMb size of the data volume in MiB
 * @param freeMb what is free of it when the base backup is there, in MiB
 */
record HostCapacity(long memoryMb, long volumeMb, long freeMb) {
  private static final long GIB = 1024;

  /** Shares of memory and disk as PostgreSQL's documentation, "Resource Consumption", has them. */
  Map<String, String> settings(int connections) {
    var settings = new TreeMap<String, String>();
    settings.put("shared_buffers", megabytes(between(128, memoryMb / 4, 64 * GIB)));
    settings.put("effective_cache_size", megabytes(between(256, memoryMb / 4 * 3, Long.MAX_VALUE)));
    settings.put("maintenance_work_mem", megabytes(between(64, memoryMb / 16, 2 * GIB)));
    // Every session may use it several times at once.
    settings.put("work_mem", megabytes(between(4, memoryMb / 8 / connections, 256)));
    // Fewer checkpoints write fewer full pages: of use to the replay, and to the slot that keeps
    // WAL.
    settings.put("max_wal_size", megabytes(between(GIB, volumeMb / 20, 32 * GIB)));
    settings.put("checkpoint_timeout", "15min");
    settings.put("checkpoint_completion_target", "0.9");
    // Ten times the default, which is for disks that turn.
    settings.put("vacuum_cost_limit", "2000");
    // EBS volumes are solid state disks, and answer many requests at a time.
    settings.put("random_page_cost", "1.1");
    settings.put("effective_io_concurrency", "200");
    return settings;
  }

  /**
   * How much WAL slots may keep, from version 13 on. Beyond it a slot is given up: the copy must
   * then start over, but the app keeps running, which it does not on a full volume.
   */
  String mostKeptBySlots() {
    return megabytes(freeMb / 10 * 8);
  }

  private static long between(long least, long wanted, long most) {
    return Math.max(least, Math.min(wanted, most));
  }

  private static String megabytes(long amount) {
    return amount + "MB";
  }
}
