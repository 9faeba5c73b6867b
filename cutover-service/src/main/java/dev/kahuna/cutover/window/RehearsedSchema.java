package dev.kahuna.cutover.window;

import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.database.Wal;
import dev.kahuna.event.CopyEvent.RehearsalVoided;
import dev.kahuna.event.Leg;
import dev.kahuna.event.ReplicaEvent.SchemaRehearsed;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.schema.SchemaFingerprint;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Keeps the first window shut unless Aurora has taken the schema that Heroku has now. */
public record RehearsedSchema(CutoverDatabases databases) {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** The fact that asks for another rehearsal; empty if none is needed, as for every later leg. */
  public Optional<RehearsalVoided> voided(Migration migration, Leg leg, PostgresUrl heroku)
      throws SQLException {
    if (leg != Leg.TO_REPLICA) {
      return Optional.empty();
    }
    var rehearsed = migration.get(SchemaRehearsed.class);
    try (var database = databases.herokuForLongReading(heroku)) {
      var now = SchemaFingerprint.of(database, LIMIT);
      var changed = now.changed(new SchemaFingerprint(rehearsed.schema()));
      return changed.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new RehearsalVoided(
                  rehearsed.rehearsal(), Wal.insertLsn(database), String.join(", ", changed)));
    }
  }
}
