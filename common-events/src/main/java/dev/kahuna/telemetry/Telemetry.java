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
  /** When the sample was taken, by the clock of the service that took it. */
  Instant at();

  /** The state of a step that is not done: started, waiting, or in progress. */
  @JsonTypeName("step-reported")
  record StepReported(Instant at, String step, String sentence, Optional<Progress> progress)
      implements Telemetry {}

  /**
   * A step recorded its fact.
   *
   * @param millis time since this instance first started the step, waits and retries included
   * @param fact the wire name of the fact
   */
  @JsonTypeName("step-finished")
  record StepFinished(Instant at, String step, long millis, String fact) implements Telemetry {}

  /**
   * The progress of the copy of rows.
   *
   * @param tables number of tables
   * @param chunks number of chunks, each copied in one transaction
   * @param rows rows committed on Aurora
   * @param underWay tables that are partly copied, the largest first; at most twenty
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
     * @param bytes bytes copied, of the {@code totalBytes} that the table has on the source's disk
     */
    public record Table(
        String name, long bytes, long totalBytes, long rows, int chunks, int chunksDone) {}
  }

  /**
   * How far the replica is behind Heroku.
   *
   * @param seconds measured by Heroku's clock alone; negative if still unknown
   * @param standbyBytes how far the standby is behind the replica; negative if there is none
   */
  @JsonTypeName("replay-lag")
  record ReplayLag(Instant at, long bytes, double seconds, long standbyBytes)
      implements Telemetry {}

  /**
   * How far Aurora is behind the replica.
   *
   * @param seconds measured with a heartbeat row, by the replica's clock; negative if still unknown
   * @param slotRetainedBytes WAL that the slot holds back on the replica
   * @param tables number of tables by the state of their synchronisation
   */
  @JsonTypeName("replication-lag")
  record ReplicationLag(
      Instant at, long bytes, double seconds, long slotRetainedBytes, Map<String, Integer> tables)
      implements Telemetry {}

  /**
   * How far the replica is behind Aurora, for the way back.
   *
   * @param retainedBytes WAL that Aurora keeps for it
   */
  @JsonTypeName("way-back-lag")
  record WayBackLag(Instant at, long bytes, long retainedBytes) implements Telemetry {}
}
