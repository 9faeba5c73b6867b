package dev.kahuna.architecture;

import dev.kahuna.event.OperatorEvent;
import dev.kahuna.migration.FactRef;
import dev.kahuna.step.Saga;
import dev.kahuna.step.Step;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;

/** The page {@code docs/saga.md}: every step of every service, drawn and listed. */
final class SagaPage {
  private final List<Saga> sagas;
  private final StringBuilder page = new StringBuilder();

  private SagaPage(List<Saga> sagas) {
    this.sagas = sagas;
  }

  static String of(List<Saga> sagas) {
    var page = new SagaPage(sagas);
    page.introduce();
    page.draw();
    sagas.forEach(page::list);
    return page.page.toString();
  }

  private void introduce() {
    page.append(
        """
        # The saga

        This page is generated from the steps that the services declare; a test fails when it is stale.
        A step is due when every fact it comes after is in the log and the fact it makes is not.
        An arrow says which fact of one step lets the next begin; dashed ones come from the operator.

        """);
  }

  private void draw() {
    page.append("```mermaid\nflowchart TD\n");
    for (var saga : sagas) {
      page.append("  subgraph ").append(saga.service()).append('\n');
      saga.steps().forEach(step -> page.append("    %s[%s]%n".formatted(id(step), step.name())));
      page.append("  end\n");
    }
    var edges = new LinkedHashSet<String>();
    for (var step : steps()) {
      for (var fact : step.after()) {
        edges.addAll(arrows(fact, step));
      }
    }
    edges.forEach(page::append);
    page.append("```\n");
  }

  private List<String> arrows(FactRef fact, Step to) {
    if (OperatorEvent.class.isAssignableFrom(fact.type())) {
      return List.of("  operator([operator]) -. %s .-> %s%n".formatted(name(fact), id(to)));
    }
    return steps().stream()
        .filter(maker -> maker.yields().stream().anyMatch(made -> satisfies(made, fact)))
        .map(maker -> "  %s -- %s --> %s%n".formatted(id(maker), name(fact), id(to)))
        .toList();
  }

  /** Whether making the one fact is making the other. */
  static boolean satisfies(FactRef made, FactRef awaited) {
    return made.type().equals(awaited.type())
        && (made.about().isEmpty()
            || awaited.about().isEmpty()
            || made.about().equals(awaited.about()));
  }

  private void list(Saga saga) {
    page.append("\n## %s%n%n".formatted(saga.service()));
    page.append("| Step | What it does | After | Makes |\n|---|---|---|---|\n");
    for (var step : saga.steps()) {
      page.append(
          "| `%s` | %s | %s | %s |%n"
              .formatted(step.name(), step.sentence(), names(step.after()), made(step)));
    }
  }

  private static String made(Step step) {
    return step.yields().isEmpty() ? "(watches)" : names(step.yields());
  }

  private List<Step> steps() {
    return sagas.stream().flatMap(saga -> saga.steps().stream()).toList();
  }

  private static String names(List<FactRef> facts) {
    return facts.stream().map(FactRef::toString).collect(Collectors.joining(", "));
  }

  private static String name(FactRef fact) {
    return "\"" + fact + "\"";
  }

  private static String id(Step step) {
    return step.name().replace('-', '_');
  }
}
