package dev.kahuna.replica.recovery;

import java.util.Map;
import java.util.TreeMap;

/**
 * The memory and disk of a host, and the share of it that Postgres gets. The replica serves the app
 * between the two cutovers, so it must be as fast as Heroku's database; both hosts run nothing
 * else.
 *
 * @param memoryMb in MiB
 * @param volumeMb size of the data volume in MiB
 * @param freeMb the free space once the base backup is unpacked, in MiB
 */
record HostCapacity(long memoryMb, long volumeMb, long freeMb) {
  private static final long GIB = 1024;

  /**
   * Shares of memory and disk as recommended in PostgreSQL's documentation, "Resource Consumption".
   */
  Map<String, String> settings(int connections) {
    var settings = new TreeMap<String, String>();
    settings.put("shared_buffers", megabytes(between(128, memoryMb / 4, 64 * GIB)));
    settings.put("effective_cache_size", megabytes(between(256, memoryMb / 4 * 3, Long.MAX_VALUE)));
    settings.put("maintenance_work_mem", megabytes(between(64, memoryMb / 16, 2 * GIB)));
    // A session can use it several times at once.
    settings.put("work_mem", megabytes(between(4, memoryMb / 8 / connections, 256)));
    // Fewer checkpoints write fewer full pages, which helps the replay and the slot that keeps WAL.
    settings.put("max_wal_size", megabytes(between(GIB, volumeMb / 20, 32 * GIB)));
    settings.put("checkpoint_timeout", "15min");
    settings.put("checkpoint_completion_target", "0.9");
    // Ten times the default, which is meant for spinning disks.
    settings.put("vacuum_cost_limit", "2000");
    // EBS volumes are solid state disks, which serve many requests at a time.
    settings.put("random_page_cost", "1.1");
    settings.put("effective_io_concurrency", "200");
    return settings;
  }

  /**
   * How much WAL slots may keep, from version 13 on. Postgres invalidates a slot that needs more.
   * The copy must then start over, but the app keeps running; a full volume would stop it.
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
