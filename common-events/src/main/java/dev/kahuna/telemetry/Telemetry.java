package dev.kahuna.telemetry;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A sample of one migration, whose id is the key of its Kafka record. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public sealed interface Telemetry {
  /** When the sample was taken, on the clock of who took it. */
  Instant at();

  /** What a step says while it is not done: begun, waiting, or so far. */
  @JsonTypeName("step-reported")
  record StepReported(Instant at, String step, String sentence, Optional<Progress> progress)
      implements Telemetry {}

  /**
   * A step made its fact.
   *
   * @param millis since this instance first began it, waits and retries included
   * @param fact the wire name of what it made
   */
  @JsonTypeName("step-finished")
  record StepFinished(Instant at, String step, long millis, String fact) implements Telemetry {}

  /**
   * How far a copy of rows is.
   *
   * @param tables in all
   * @param chunks in all; each is copied in one transaction
   * @param rows that are on the target for good
   * @param underWay tables of which a part is copied or being copied, the largest first; at most
   *     twenty
   */
  @JsonTypeName("rows-copied")
  record RowsCopied(
      Instant at,
      String step,
      int tables,
      int tablesDone,
      int chunks,
      int chunksDone,
      long rows,
      List<Table> underWay)
      implements Telemetry {
    /**
     * One table.
     *
     * @param name with its schema
     * @param bytes that are copied, of {@code totalBytes} that it takes on the source's disk
     */
    public record Table(
        String name, long bytes, long totalBytes, long rows, int chunks, int chunksDone) {}
  }

  /**
   * How far the replica is behind Heroku.
   *
   * @param seconds measured on Heroku's clock alone; negative if not known yet
   * @param standbyBytes how far the standby is behind the replica; negative if there is none
   */
  @JsonTypeName("replay-lag")
  record ReplayLag(Instant at, long bytes, double seconds, long standbyBytes)
      implements Telemetry {}

  /**
   * How far Aurora is behind the replica.
   *
   * @param seconds measured with a heartbeat row on the replica's clock; negative if not known yet
   * @param slotRetainedBytes WAL that the slot holds back on the replica
   * @param tables number of tables by the state of their synchronisation
   */
  @JsonTypeName("replication-lag")
  record ReplicationLag(
      Instant at, long bytes, double seconds, long slotRetainedBytes, Map<String, Integer> tables)
      implements Telemetry {}
}
