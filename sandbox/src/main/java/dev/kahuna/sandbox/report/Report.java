package dev.kahuna.sandbox.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * What came of a run. The names of its fields are those of the JSON.
 *
 * @param completed whether the log says that the migration is complete
 * @param windows both cutovers
 * @param writes what became of the writes; its numbers are fields of the report itself
 * @param sequencesBehind sequences of the target that could give a value again
 * @param appOnTarget whether the app's database is the target, and it has written there
 * @param tables comparison of what the writer does not write to
 * @param steps every step that made a fact
 * @param peakRssMb the most memory that everything together took at once, in MiB
 * @param seconds the whole run
 */
public record Report(
    boolean completed,
    List<Window> windows,
    @JsonUnwrapped Writes writes,
    List<String> sequencesBehind,
    boolean appOnTarget,
    TableComparison tables,
    List<StepTime> steps,
    long peakRssMb,
    double seconds) {

  /**
   * One cutover.
   *
   * @param writeGapMillis last acknowledged write before to first after, as the writer saw it; -1
   *     if there was none on either side
   * @param unavailableMillis as the service measured it
   */
  public record Window(String leg, long writeGapMillis, long unavailableMillis) {}

  /** How long a step took, from when it was due to its fact, in milliseconds. */
  public record StepTime(String name, long millis) {}

  /**
   * Tables of the source that only the migration moved, row for row.
   *
   * @param different names of tables that are not equal on the target
   */
  public record TableComparison(int compared, List<String> different) {}

  /** Whether the migration did what it promises. */
  public boolean good() {
    return completed
        && writes.eachOnce()
        && sequencesBehind.isEmpty()
        && appOnTarget
        && tables.different().isEmpty();
  }
}
