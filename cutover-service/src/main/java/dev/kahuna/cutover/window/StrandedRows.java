package dev.kahuna.cutover.window;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.event.Leg;
import dev.kahuna.migration.Migration;
import dev.kahuna.migration.ReplicationNames;
import dev.kahuna.postgres.Queries;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What the app wrote to the new database before its window was undone. Nothing carries it back, so
 * it is said. Before the app gets the URL, a slot is made there that keeps every write; nobody has
 * read from it yet.
 */
public record StrandedRows(CutoverDatabases databases) {
  private static final Queries SQL = Queries.of(StrandedRows.class);

  /**
   * The tables with the number of changes, for the operator; empty if there are none, or if the leg
   * has no such slot. A failure to read them is said as well, since it must not hold up an undo.
   */
  public Optional<String> find(Migration migration, Leg leg) {
    return slot(leg).flatMap(slot -> find(migration, leg, slot));
  }

  private Optional<String> find(Migration migration, Leg leg, String slot) {
    try (var database = databases.open(migration, leg.to())) {
      var tables = SQL.list(database, "stranded-rows", r -> r.getString(1), slot, slot);
      return tables.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "What the app wrote before it was taken back is on %s alone: %s"
                  .formatted(leg.to().label(), String.join(", ", tables)));
    } catch (SQLException e) {
      return Optional.of(
          "What the app wrote on %s before it was taken back is on it alone, and could not be read: %s"
              .formatted(leg.to().label(), e.getMessage()));
    }
  }

  /** Publication and slot have the same name; the way back has none on the replica. */
  private static Optional<String> slot(Leg leg) {
    return switch (leg) {
      case TO_REPLICA -> Optional.of(ReplicationNames.SLOT);
      case TO_AURORA -> Optional.of(ReplicationNames.REVERSE);
      case BACK_TO_REPLICA -> Optional.empty();
    };
  }

  /**
   * For the operator: what is not known when the old database is opened while the new one is out of
   * reach.
   *
   * @param apps their names
   * @param areGone whether Heroku listed none of their dynos any more
   */
  public static String unproven(Leg leg, String apps, boolean areGone) {
    return "%s could not be reached, so it is not closed to the app. %s. Unproven is what they wrote there since they got its URL; %s does not have it. %s"
        .formatted(
            leg.to().capitalized(),
            areGone
                ? "Heroku showed that no dyno of %s was left".formatted(apps)
                : "Heroku still showed dynos of %s, which may go on writing there".formatted(apps),
            leg.from().label(),
            howToLook(leg));
  }

  private static String howToLook(Leg leg) {
    return slot(leg)
        .map(
            slot ->
                ("Kahuna closes it and looks as soon as it answers. To look by yourself, run there, in"
                        + " the app's database: SELECT count(*) FROM"
                        + " pg_logical_slot_peek_binary_changes('%1$s', NULL, NULL, 'proto_version',"
                        + " '1', 'publication_names', '%1$s')")
                    .formatted(slot))
        .orElse(
            "Kahuna closes it as soon as it answers. Then compare the newest rows of the tables that"
                + " the app's web processes write by themselves");
  }
}
