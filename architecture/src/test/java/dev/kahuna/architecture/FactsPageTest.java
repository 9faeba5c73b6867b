package dev.kahuna.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.OperatorEvent;
import dev.kahuna.event.StepFailed;
import dev.kahuna.log.EventCodec;
import dev.kahuna.step.Step;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page {@code docs/events.md}: every fact, what it holds, and who records it. */
class FactsPageTest {
  private static final List<String> FAMILIES =
      List.of(
          "OperatorEvent",
          "ProvisionerEvent",
          "ReplicaEvent",
          "MonitorEvent",
          "CutoverEvent",
          "CopyEvent",
          "StepFailed");

  private static final Map<String, Class<?>> TYPES =
      EventCodec.types(MigrationEvent.class)
          .collect(Collectors.toMap(FactsPageTest::wireName, Function.identity()));

  @Test
  void thePageOfTheFactsIsFresh() throws IOException {
    var page =
        new StringBuilder(
            """
            # Facts

            This page is generated from the events that the services share; a test fails when it is stale.
            A fact is one record of the topic `migration.events`: JSON with its name as `type` and the fields below.
            In Java it is the record of the second column; `docs/saga.md` names facts by that.
            """);
    for (var family : FAMILIES) {
      page.append("\n## %s%n%n".formatted(family));
      page.append("| Fact | Record | Meaning | Fields | Recorded by |\n|---|---|---|---|---|\n");
      facts(family).stream().map(FactsPageTest::row).forEach(page::append);
    }
    GeneratedPage.holds("events.md", page.toString());
  }

  @Test
  void everyFactIsExplained() {
    var facts = FAMILIES.stream().flatMap(family -> facts(family).stream()).toList();
    assertThat(facts)
        .extracting(FactSource::wireName)
        .containsExactlyInAnyOrderElementsOf(TYPES.keySet());
    assertThat(facts).allSatisfy(fact -> assertThat(fact.meaning()).endsWith("."));
  }

  @Test
  void readsAFactFromItsSource() {
    var source =
        """
        /**
         * It {@code happened}.
         *
         * <p>Rarely.
         *
         * @param at when,
         *     in UTC
         */
        @JsonTypeName("it-happened")
        record ItHappened(Leg leg, @Nullable Map<String, Integer> at) implements X {}
        """;
    assertThat(FactSource.in(source))
        .singleElement()
        .returns("it-happened", FactSource::wireName)
        .returns("It {@code happened}.", FactSource::meaning)
        .satisfies(fact -> assertThat(fact.fields()).hasSize(2).containsEntry("Leg leg", ""));
  }

  private static List<FactSource> facts(String family) {
    return FactSource.in(
        Checkout.read(
            Checkout.ROOT.resolve(
                "common-events/src/main/java/dev/kahuna/event/" + family + ".java")));
  }

  private static String row(FactSource fact) {
    var fields =
        fact.fields().entrySet().stream()
            .map(
                field ->
                    "`%s`%s"
                        .formatted(
                            field.getKey(),
                            field.getValue().isEmpty() ? "" : ": " + field.getValue()))
            .collect(Collectors.joining("<br>"));
    return "| `%s` | `%s` | %s | %s | %s |%n"
        .formatted(
            fact.wireName(),
            fact.type(),
            GeneratedPage.cell(fact.meaning()),
            GeneratedPage.cell(fields),
            recordedBy(TYPES.get(fact.wireName())));
  }

  private static String recordedBy(Class<?> type) {
    if (OperatorEvent.class.isAssignableFrom(type)) {
      return "the operator";
    }
    var steps =
        Sagas.steps().stream()
            .filter(step -> step.yields().stream().anyMatch(made -> made.type().equals(type)))
            .map(Step::name)
            .distinct()
            .map(name -> "`" + name + "`")
            .collect(Collectors.joining(", "));
    if (type == StepFailed.class) {
      return "every step";
    }
    assertThat(steps).as("%s, which no step records", type.getSimpleName()).isNotEmpty();
    return steps;
  }

  private static String wireName(Class<?> type) {
    return MigrationEvent.wireName(type.asSubclass(MigrationEvent.class));
  }
}
