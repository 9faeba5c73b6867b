package dev.kahuna.monitor;

import dev.kahuna.event.Leg;
import dev.kahuna.monitor.FenceProbe.Look;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/** The newest looks at databases that the app has left, and what Aurora keeps for the way back. */
final class FenceGauges {

  /** As in {@link LagGauges}. */
  private static final boolean KEEP = false;

  private final Map<Key, Look> looks = new ConcurrentHashMap<>();
  private final Map<String, Long> retained = new ConcurrentHashMap<>();
  private final MultiGauge sessions;
  private final MultiGauge fenced;
  private final MultiGauge reverseRetained;

  /** A database that the app has left: that of this leg's beginning. */
  record Key(String migration, Leg leg) {
    Tags tags() {
      return Tags.of("migration", migration, "leg", leg.name());
    }
  }

  FenceGauges(MeterRegistry meters) {
    sessions =
        gauge(meters, "kahuna.old.database.sessions", "Sessions not Kahuna's where the app was");
    fenced = gauge(meters, "kahuna.old.database.fenced", "1 while the old database is closed");
    reverseRetained =
        gauge(meters, "kahuna.reverse.retained.bytes", "WAL that Aurora keeps for the replica");
  }

  private static MultiGauge gauge(MeterRegistry meters, String name, String description) {
    return MultiGauge.builder(name).description(description).register(meters);
  }

  void show(Key key, Look look) {
    looks.put(key, look);
    publish();
  }

  void forget(Key key) {
    looks.remove(key);
    publish();
  }

  void showRetained(String migration, long bytes) {
    retained.put(migration, bytes);
    publish();
  }

  void forgetRetained(String migration) {
    retained.remove(migration);
    publish();
  }

  private synchronized void publish() {
    sessions.register(rows(Look::sessions), KEEP);
    fenced.register(rows(look -> look.fenced() ? 1 : 0), KEEP);
    reverseRetained.register(
        retained.keySet().stream()
            .<Row<?>>map(
                migration ->
                    Row.of(
                        Tags.of("migration", migration),
                        retained,
                        newest -> newest.getOrDefault(migration, 0L)))
            .toList(),
        KEEP);
  }

  private Iterable<Row<?>> rows(ToDoubleFunction<Look> value) {
    return looks.keySet().stream()
        .<Row<?>>map(
            key ->
                Row.of(
                    key.tags(),
                    looks,
                    newest ->
                        Optional.ofNullable(newest.get(key))
                            .map(value::applyAsDouble)
                            .orElse(Double.NaN)))
        .toList();
  }
}
