package dev.kahuna.operator.console;

import dev.kahuna.event.Leg;
import dev.kahuna.event.ReplicaEvent.SchemaDiffers;
import dev.kahuna.event.SchemaDifference;
import java.util.stream.Collectors;

/** What differs between two schemas, and what to do about it. */
final class SchemaSentences {
  private SchemaSentences() {}

  /** Every object of the list, then its SQL, which is to be run on the target. */
  static String of(String migration, SchemaDiffers list) {
    var target = list.leg().to().label();
    return "The schema of %s differs from that of %s in %d objects: %s%s. No window opens until they are equal. %s"
        .formatted(
            target,
            list.leg().from().label(),
            list.differences().size() + list.more(),
            list.differences().stream()
                .map(difference -> difference.object() + " " + difference.said())
                .collect(Collectors.joining("; ")),
            list.more() > 0 ? "; and %d more".formatted(list.more()) : "",
            remedy(migration, list, target));
  }

  /** What holds back the window. */
  static String awaited(SchemaDiffers list) {
    return "equal schemas for %s; the fact schema-differs lists %d differences with their SQL"
        .formatted(list.leg(), list.differences().size() + list.more());
  }

  private static String remedy(String migration, SchemaDiffers list, String target) {
    var accept =
        "'kahuna accept-schema %s' leaves the differences as they are".formatted(migration);
    var sql =
        list.differences().stream()
            .map(SchemaSentences::sql)
            .collect(Collectors.joining("\n    ", "\n    ", ""));
    return list.leg() == Leg.TO_AURORA
        ? "'kahuna apply-schema %s' runs this SQL on %s, or run it yourself; %s:%s"
            .formatted(migration, target, accept, sql)
        : "Run this SQL on %s; %s:%s".formatted(target, accept, sql);
  }

  private static String sql(SchemaDifference difference) {
    return difference.sql().isEmpty()
        ? "-- %s %s: by hand; pg_dump --schema-only prints what makes it"
            .formatted(difference.object(), difference.said())
        : difference.sql().replace("\n", "\n    ");
  }
}
