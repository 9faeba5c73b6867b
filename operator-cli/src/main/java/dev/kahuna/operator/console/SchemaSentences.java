package dev.kahuna.operator.console;

import dev.kahuna.event.Leg;
import dev.kahuna.event.ReplicaEvent.SchemaDiffers;
import dev.kahuna.event.SchemaDifference;
import java.util.stream.Collectors;

/** What differs between two schemas, and what to do about it. */
final class SchemaSentences {
  private SchemaSentences() {}

  /** Every object of the list. */
  static String of(String migration, SchemaDiffers list) {
    var number = list.differences().size() + list.more();
    return "The schema of %s differs from that of %s in %d %s: %s%s. No window opens until they are equal; 'kahuna status %s' shows the SQL."
        .formatted(
            list.leg().to().label(),
            list.leg().from().label(),
            number,
            number == 1 ? "object" : "objects",
            list.differences().stream()
                .map(difference -> difference.object() + " " + difference.said())
                .collect(Collectors.joining("; ")),
            list.more() > 0 ? "; and %d more".formatted(list.more()) : "",
            migration);
  }

  /** What holds back the window, and the SQL of each object, which is to be run on the target. */
  static String awaited(String migration, SchemaDiffers list) {
    var target = list.leg().to().label();
    var sql =
        list.differences().stream()
            .map(SchemaSentences::sql)
            .collect(Collectors.joining("\n    ", "\n    ", ""));
    var accept =
        "'kahuna accept-schema %s' leaves the differences as they are".formatted(migration);
    return list.leg() == Leg.TO_AURORA
        ? "equal schemas for %s. 'kahuna apply-schema %s' runs this SQL on %s, or run it yourself; %s:%s"
            .formatted(list.leg(), migration, target, accept, sql)
        : "equal schemas for %s. Run this SQL on %s; %s:%s"
            .formatted(list.leg(), target, accept, sql);
  }

  private static String sql(SchemaDifference difference) {
    return difference.sql().isEmpty()
        ? "-- %s %s: no SQL is available; pg_dump --schema-only prints the statement that creates it"
            .formatted(difference.object(), difference.said())
        : difference.sql().replace("\n", "\n    ");
  }
}
