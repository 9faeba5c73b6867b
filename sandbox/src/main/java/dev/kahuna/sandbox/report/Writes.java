package dev.kahuna.sandbox.report;

import java.util.Collection;
import java.util.function.ToLongFunction;

/**
 * What became of the writes that the app acknowledged. The names of its fields are those of the
 * JSON.
 *
 * @param acknowledged writes that the app promised to keep
 * @param found how many of them are in the database
 * @param lost how many are not
 * @param doubled how many are there more than once
 */
public record Writes(long acknowledged, long found, long lost, long doubled) {
  /** No write at all. */
  public static final Writes NONE = new Writes(0, 0, 0, 0);

  /** Of a migration that did not complete: nothing is on the target. */
  public static Writes allLost(long acknowledged) {
    return new Writes(acknowledged, 0, acknowledged, 0);
  }

  /** The writes of several runs. */
  public static Writes sum(Collection<Writes> runs) {
    return new Writes(
        total(runs, Writes::acknowledged),
        total(runs, Writes::found),
        total(runs, Writes::lost),
        total(runs, Writes::doubled));
  }

  private static long total(Collection<Writes> runs, ToLongFunction<Writes> number) {
    return runs.stream().mapToLong(number).sum();
  }

  /** Whether there were writes, and each of them is there once. */
  public boolean eachOnce() {
    return acknowledged > 0 && lost == 0 && doubled == 0;
  }
}
