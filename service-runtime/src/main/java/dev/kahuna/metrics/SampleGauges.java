package dev.kahuna.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The newest samples as gauges, a row for each thing that is sampled; one that ends takes its rows
 * with it.
 *
 * @param <T> what a sample is
 */
public final class SampleGauges<T> {
  /**
   * Rows stay registered and read the map: a scrape in the middle of a replacement would see it
   * twice.
   */
  private static final boolean KEEP = false;

  private record Gauge<T>(MultiGauge meter, Function<T, Map<Tags, Double>> values) {}

  private final MeterRegistry meters;
  private final List<Gauge<T>> gauges = new ArrayList<>();
  private final Map<Tags, T> newest = new ConcurrentHashMap<>();

  public SampleGauges(MeterRegistry meters) {
    this.meters = meters;
  }

  /**
   * Adds a gauge, before the first sample.
   *
   * @param value negative when it is not known: then there is no row
   */
  public SampleGauges<T> with(String name, String description, ToDoubleFunction<T> value) {
    return add(name, description, sample -> Map.of(Tags.empty(), value.applyAsDouble(sample)));
  }

  /**
   * Adds a gauge with several rows a sample, before the first sample.
   *
   * @param values by what the label says
   */
  public SampleGauges<T> with(
      String name,
      String description,
      String label,
      Function<T, ? extends Map<String, ? extends Number>> values) {
    return add(
        name,
        description,
        sample ->
            values.apply(sample).entrySet().stream()
                .collect(
                    Collectors.toMap(
                        e -> Tags.of(label, e.getKey()), e -> e.getValue().doubleValue())));
  }

  private SampleGauges<T> add(
      String name, String description, Function<T, Map<Tags, Double>> values) {
    gauges.add(
        new Gauge<>(MultiGauge.builder(name).description(description).register(meters), values));
    return this;
  }

  /** Shows a sample from now on. */
  public void show(Tags of, T sample) {
    newest.put(of, sample);
    publish();
  }

  /** Removes its rows. */
  public void forget(Tags of) {
    newest.remove(of);
    publish();
  }

  private synchronized void publish() {
    gauges.forEach(gauge -> gauge.meter().register(rows(gauge), KEEP));
  }

  private List<Row<?>> rows(Gauge<T> gauge) {
    return newest.entrySet().stream()
        .flatMap(
            e ->
                gauge.values().apply(e.getValue()).entrySet().stream()
                    .filter(value -> value.getValue() >= 0)
                    .<Row<?>>map(value -> row(gauge, e.getKey(), value.getKey())))
        .toList();
  }

  private Row<?> row(Gauge<T> gauge, Tags of, Tags more) {
    return Row.of(
        of.and(more),
        newest,
        known ->
            Optional.ofNullable(known.get(of))
                .map(sample -> gauge.values().apply(sample).get(more))
                .filter(value -> value >= 0)
                .orElse(Double.NaN));
  }
}
