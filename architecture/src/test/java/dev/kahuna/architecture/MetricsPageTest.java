package dev.kahuna.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page {@code docs/metrics.md}. A gauge without rows is in no registry, so the meters are read
 * where they are declared: a name, and then what it means.
 */
class MetricsPageTest {
  private static final Pattern METER =
      Pattern.compile(
          "(Counter|Timer)?(?:\\.builder\\()?\"(kahuna(?:\\.[a-z]+)+)\"\\)?(?:,\\s*|\\s*\\.description\\()"
              + "\"([^\"]+)\"(?:,\\s*\"(\\w+)\",)?");

  private static final Pattern NAME = Pattern.compile("\"(kahuna(?:\\.[a-z]+)+)\"");
  private static final Pattern USED = Pattern.compile("\\bkahuna_[a-z_]+");

  /** Labels besides {@code service}; those of other gauges are {@code migration} and their own. */
  private static final Map<String, String> LABELS =
      Map.ofEntries(
          Map.entry("kahuna.migration.state", "migration, fact, about"),
          Map.entry("kahuna.step.running", "migration, step"),
          Map.entry("kahuna.step.failed", "migration, step, kind"),
          Map.entry("kahuna.step.progress", "migration, step, unit"),
          Map.entry("kahuna.step.size", "migration, step, unit"),
          Map.entry("kahuna.step.retries", "step"),
          Map.entry("kahuna.step", "step, outcome"),
          Map.entry("kahuna.old.database.sessions", "migration, leg"),
          Map.entry("kahuna.old.database.fenced", "migration, leg"));

  private record Meter(String name, String kind, String label, String meaning, String module) {
    String prometheus() {
      var name = this.name.replace('.', '_');
      return switch (kind) {
        case "Counter" -> name + "_total";
        case "Timer" -> name + "_seconds";
        default -> name;
      };
    }

    String labels() {
      var own = label.isEmpty() ? "migration" : "migration, " + label;
      return LABELS.getOrDefault(name, kind.equals("Gauge") ? own : "");
    }
  }

  @Test
  void thePageOfTheMetricsIsFresh() throws IOException {
    var page =
        new StringBuilder(
            """
            # Metrics

            This page is generated from the meters that the services declare; a test fails when it is stale.
            Every service shows its metrics at `/actuator/prometheus`. All of them carry the label `service`; a timer has the
            suffixes `_count`, `_sum` and `_max`. Spring Boot's own metrics of the JVM, HTTP and Kafka's clients stand beside them.

            | Metric in Prometheus | Kind | Labels | Meaning | Declared in |
            |---|---|---|---|---|
            """);
    for (var meter : meters().values()) {
      page.append(
          "| `%s` | %s | %s | %s | %s |%n"
              .formatted(
                  meter.prometheus(),
                  meter.kind().toLowerCase(java.util.Locale.ROOT),
                  meter.labels(),
                  meter.meaning(),
                  meter.module()));
    }
    GeneratedPage.holds("metrics.md", page.toString());
  }

  /** In files that declare meters, a name without a meaning was overlooked. */
  @Test
  void everyMeterHasAMeaning() {
    var declared = meters().keySet();
    assertThat(
            sources()
                .filter(
                    source -> source.contains("SampleGauges") || source.contains("core.instrument"))
                .flatMap(source -> NAME.matcher(source).results().map(name -> name.group(1))))
        .hasSizeGreaterThan(20)
        .isSubsetOf(declared);
    assertThat(LABELS.keySet()).isSubsetOf(declared);
  }

  @Test
  void dashboardsAndAlertsAskForMetersThatExist() {
    var known =
        meters().values().stream()
            .map(Meter::prometheus)
            .flatMap(name -> Stream.of(name, name + "_count", name + "_sum", name + "_max"))
            .collect(Collectors.toSet());
    var asked =
        Checkout.filesBelow(Checkout.ROOT.resolve("deploy"))
            .map(Checkout::read)
            .flatMap(text -> USED.matcher(text).results().map(name -> name.group()))
            .distinct()
            .toList();
    assertThat(asked).hasSizeGreaterThan(10).isSubsetOf(known);
  }

  private static Map<String, Meter> meters() {
    var meters = new TreeMap<String, Meter>();
    files()
        .forEach(
            file ->
                METER
                    .matcher(Checkout.read(file))
                    .results()
                    .map(
                        found ->
                            new Meter(
                                found.group(2),
                                found.group(1) == null ? "Gauge" : found.group(1),
                                found.group(4) == null ? "" : found.group(4),
                                found.group(3),
                                Checkout.name(file).replaceAll("/.*", "")))
                    .forEach(meter -> meters.put(meter.name(), meter)));
    return meters;
  }

  private static Stream<String> sources() {
    return files().map(Checkout::read);
  }

  private static Stream<Path> files() {
    return List.of(
            "service-runtime",
            "provisioner-service",
            "replica-service",
            "replication-monitor",
            "cutover-service")
        .stream()
        .flatMap(
            module -> Checkout.filesBelow(Checkout.ROOT.resolve(module).resolve("src/main/java")))
        .filter(
            file -> {
              var text = Checkout.read(file);
              return text.contains("SampleGauges") || text.contains("core.instrument");
            });
  }
}
