package dev.kahuna.cutover.compare;

import dev.kahuna.event.Unjudged;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Collects what a comparison could not judge, in a size that a fact can hold. */
final class UnjudgedRows {
  private static final int NAMED = 5;
  private static final int TABLES = 100;

  private final List<Unjudged> all = new ArrayList<>();
  private final List<String> named = new ArrayList<>();
  private long rows;

  /** Adds rows of the table that is being compared. */
  void add(Collection<String> keys) {
    keys.stream().limit(NAMED - named.size()).forEach(key -> named.add(RowComparison.shown(key)));
    rows += keys.size();
  }

  /** Ends a table. */
  void end(Table table) {
    if (rows > 0) {
      all.add(new Unjudged(table.full(), rows, reason(table)));
    }
    named.clear();
    rows = 0;
  }

  private String reason(Table table) {
    if (table.key().isEmpty()) {
      return "content that the app inserts or deletes all the time, and that was never there"
          + " equally often on both sides";
    }
    return "%s%s changed each time %s read"
        .formatted(
            String.join(", ", named),
            rows > named.size() ? " and %d more".formatted(rows - named.size()) : "",
            rows == 1 ? "it was" : "they were");
  }

  List<Unjudged> all() {
    return capped(all);
  }

  /** The first tables, and the rest as one entry. */
  static List<Unjudged> capped(List<Unjudged> all) {
    if (all.size() <= TABLES) {
      return List.copyOf(all);
    }
    var some = new ArrayList<>(all.subList(0, TABLES));
    var rest = all.subList(TABLES, all.size());
    some.add(
        new Unjudged(
            "%d more tables".formatted(rest.size()),
            rest.stream().mapToLong(Unjudged::rows).sum(),
            "likewise"));
    return List.copyOf(some);
  }
}
