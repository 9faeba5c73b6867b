package dev.kahuna.replica.copy;

import dev.kahuna.metrics.SampleGauges;
import dev.kahuna.telemetry.Telemetry.RowsCopied;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The running copies as gauges: the totals, and the tables that are being copied. */
public final class CopyGauges {
  private final SampleGauges<RowsCopied> samples;

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

  void show(String migration, RowsCopied sample) {
    samples.show(Tags.of("migration", migration), sample);
  }

  /** The copy has ended, successfully or not. */
  void forget(String migration) {
    samples.forget(Tags.of("migration", migration));
  }
}
