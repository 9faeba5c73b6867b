package dev.kahuna.monitor;

import dev.kahuna.telemetry.Telemetry.ReplayLag;
import dev.kahuna.telemetry.Telemetry.ReplicationLag;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The newest samples as gauges, one row a migration; a migration that ends takes its rows along.
 */
final class LagGauges {

  /** Rows stay registered and read the maps: a scrape amid replacing one would see it twice. */
  private static final boolean KEEP = false;

  private final Map<String, ReplayLag> replay = new ConcurrentHashMap<>();
  private final Map<String, ReplicationLag> replication = new ConcurrentHashMap<>();
  private final MultiGauge replayBytes;
  private final MultiGauge replaySeconds;
  private final MultiGauge standbyBytes;
  private final MultiGauge replicationBytes;
  private final MultiGauge replicationSeconds;
  private final MultiGauge slotRetained;
  private final MultiGauge tables;

  LagGauges(MeterRegistry meters) {
    replayBytes = gauge(meters, "kahuna.replay.lag.bytes", "WAL that the replica has not replayed");
    replaySeconds =
        gauge(meters, "kahuna.replay.lag.seconds", "Age of the replica's state, by Heroku's clock");
    standbyBytes =
        gauge(meters, "kahuna.standby.lag.bytes", "WAL that the standby is behind the replica");
    replicationBytes =
        gauge(meters, "kahuna.replication.lag.bytes", "WAL that Aurora has not confirmed");
    replicationSeconds =
        gauge(meters, "kahuna.replication.lag.seconds", "Heartbeat's age, by the replica's clock");
    slotRetained =
        gauge(meters, "kahuna.slot.retained.bytes", "WAL that the slot holds on the replica");
    tables = gauge(meters, "kahuna.tables", "Tables of the subscription by their state");
  }

  private static MultiGauge gauge(MeterRegistry meters, String name, String description) {
    return MultiGauge.builder(name).description(description).register(meters);
  }

  void show(String migration, ReplayLag lag) {
    replay.put(migration, lag);
    publish();
  }

  void show(String migration, ReplicationLag lag) {
    replication.put(migration, lag);
    publish();
  }

  void forgetReplay(String migration) {
    replay.remove(migration);
    publish();
  }

  void forgetReplication(String migration) {
    replication.remove(migration);
    publish();
  }

  private synchronized void publish() {
    rows(replayBytes, replay, ReplayLag::bytes);
    rows(replaySeconds, replay, ReplayLag::seconds);
    rows(standbyBytes, replay, ReplayLag::standbyBytes);
    rows(replicationBytes, replication, ReplicationLag::bytes);
    rows(replicationSeconds, replication, ReplicationLag::seconds);
    rows(slotRetained, replication, ReplicationLag::slotRetainedBytes);
    tables.register(
        replication.entrySet().stream().flatMap(e -> tables(e.getKey(), e.getValue())).toList(),
        KEEP);
  }

  /** A negative value is one that is not known, and has no row. */
  private static <L> void rows(MultiGauge gauge, Map<String, L> lags, ToDoubleFunction<L> value) {
    gauge.register(
        lags.entrySet().stream()
            .filter(e -> value.applyAsDouble(e.getValue()) >= 0)
            .<Row<?>>map(e -> row(e.getKey(), lags, value))
            .toList(),
        KEEP);
  }

  private static <L> Row<?> row(String migration, Map<String, L> lags, ToDoubleFunction<L> value) {
    return Row.of(
        Tags.of("migration", migration),
        lags,
        newest ->
            Optional.ofNullable(newest.get(migration))
                .map(value::applyAsDouble)
                .filter(known -> known >= 0)
                .orElse(Double.NaN));
  }

  private Stream<Row<?>> tables(String migration, ReplicationLag lag) {
    return lag.tables().keySet().stream()
        .map(
            state ->
                Row.of(
                    Tags.of("migration", migration, "state", state),
                    replication,
                    newest ->
                        Optional.ofNullable(newest.get(migration))
                            .map(l -> l.tables().getOrDefault(state, 0))
                            .orElse(0)));
  }
}
