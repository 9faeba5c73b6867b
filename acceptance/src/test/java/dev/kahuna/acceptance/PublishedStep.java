package dev.kahuna.acceptance;

import dev.kahuna.event.MigrationEvent;
import dev.kahuna.migration.FactRef;
import dev.kahuna.migration.Migration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A step as {@code docs/saga.md} lists it. The page is generated from what the services declare,
 * and a test of module architecture fails when it is stale, so a new step is here without being
 * told.
 *
 * @param after facts that it waits for
 * @param makes facts, one of which it makes; empty for a step that only watches
 */
record PublishedStep(String name, List<FactRef> after, List<FactRef> makes) {
  private static final Path PAGE = Path.of("../docs/saga.md");
  private static final Pattern ROW =
      Pattern.compile("\\| `([a-z-]+)` \\| [^|]+ \\| ([^|]+) \\| ([^|]+) \\|");
  private static final Pattern FACT = Pattern.compile("(\\w+)(?:\\((\\w+)\\))?");
  private static final String WATCHES = "(watches)";

  private static final Map<String, Class<? extends MigrationEvent>> TYPES =
      types(MigrationEvent.class)
          .collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

  /**
   * The steps of a service, in the order in which it declares them.
   *
   * @throws IllegalStateException if a row can't be read
   */
  static List<PublishedStep> of(String service) throws IOException {
    return Files.readAllLines(PAGE).stream()
        .dropWhile(line -> !line.equals("## " + service))
        .skip(1)
        .takeWhile(line -> !line.startsWith("## "))
        .filter(line -> line.startsWith("| `"))
        .map(PublishedStep::parse)
        .toList();
  }

  private static PublishedStep parse(String line) {
    var row = ROW.matcher(line);
    if (!row.matches()) {
      throw new IllegalStateException("docs/saga.md has a row of another form: " + line);
    }
    return new PublishedStep(row.group(1), facts(row.group(2)), facts(row.group(3)));
  }

  private static List<FactRef> facts(String cell) {
    return cell.equals(WATCHES)
        ? List.of()
        : Arrays.stream(cell.split(", ")).map(PublishedStep::fact).toList();
  }

  private static FactRef fact(String text) {
    var fact = FACT.matcher(text);
    if (!fact.matches() || !TYPES.containsKey(fact.group(1))) {
      throw new IllegalStateException("docs/saga.md names a fact that does not exist: " + text);
    }
    var about = fact.group(2);
    return new FactRef(TYPES.get(fact.group(1)), about == null ? "" : about);
  }

  private static Stream<Class<? extends MigrationEvent>> types(
      Class<? extends MigrationEvent> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses())
            .flatMap(permitted -> types(permitted.asSubclass(MigrationEvent.class)))
        : Stream.of(type);
  }

  /** The fact that it makes when all goes well. */
  FactRef fact() {
    return makes.getFirst();
  }

  /** Whether all that it waits for is in the log and what it makes is not. */
  boolean isDue(Migration migration) {
    return after.stream().noneMatch(fact -> fact.isMissing(migration))
        && makes.stream().noneMatch(fact -> fact.settles(migration));
  }
}
