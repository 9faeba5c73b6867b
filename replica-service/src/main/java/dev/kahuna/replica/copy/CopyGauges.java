package dev.kahuna.replica.copy;

import dev.kahuna.metrics.SampleGauges;
import dev.kahuna.step.DueSteps;
import dev.kahuna.step.StepMemory;
import dev.kahuna.telemetry.Telemetry.RowsCopied;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * The running copies as gauges: the totals, and the tables that are being copied. They stay while
 * the step that copies is due.
 */
public final class CopyGauges implements StepMemory {
  private final SampleGauges<RowsCopied> samples;

  /** The step that copies, by migration. */
  private final Map<String, String> shown = new HashMap<>();

  public CopyGauges(MeterRegistry meters) {
    samples =
        new SampleGauges<RowsCopied>(meters)
            .with("kahuna.copy.rows", "Rows that are copied", RowsCopied::rows)
            .with(
                "kahuna.copy.tables.left",
                "Tables that are not copied yet",
                sample -> sample.tables() - sample.tablesDone())
            .with(
                "kahuna.copy.chunks.left",
                "Parts of tables that are not copied yet",
                sample -> sample.chunks() - sample.chunksDone())
            .with(
                "kahuna.copy.table.bytes",
                "Bytes of a table that are copied",
                "table",
                sample -> perTable(sample, RowsCopied.Table::bytes))
            .with(
                "kahuna.copy.table.size",
                "Bytes of a table on the source's disk",
                "table",
                sample -> perTable(sample, RowsCopied.Table::totalBytes));
  }

  private static Map<String, Long> perTable(
      RowsCopied sample, ToLongFunction<RowsCopied.Table> value) {
    return sample.underWay().stream()
        .collect(Collectors.toMap(RowsCopied.Table::name, value::applyAsLong));
  }

  synchronized void show(String migration, RowsCopied sample) {
    shown.put(migration, sample.step());
    samples.show(Tags.of("migration", migration), sample);
  }

  @Override
  public synchronized void keepOnly(DueSteps due) {
    shown
        .entrySet()
        .removeIf(
            copy -> {
              var ended = !due.contains(copy.getKey(), copy.getValue());
              if (ended) {
                samples.forget(Tags.of("migration", copy.getKey()));
              }
              return ended;
            });
  }
}
