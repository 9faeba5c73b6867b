package dev.kahuna.operator.console;

import dev.kahuna.event.ReplicaEvent;
import dev.kahuna.event.ReplicaEvent.BaseBackupRestored;
import dev.kahuna.event.ReplicaEvent.DataCopied;
import dev.kahuna.event.ReplicaEvent.FreezeLost;
import dev.kahuna.event.ReplicaEvent.HostPrepared;
import dev.kahuna.event.ReplicaEvent.IndexesBuilt;
import dev.kahuna.event.ReplicaEvent.ReplicaStarted;
import dev.kahuna.event.ReplicaEvent.SchemaCopied;
import dev.kahuna.event.ReplicaEvent.SchemaDiffers;
import dev.kahuna.event.ReplicaEvent.SchemaRehearsed;
import dev.kahuna.event.ReplicaEvent.SchemaSettled;
import dev.kahuna.event.ReplicaEvent.StandbyFollowing;
import dev.kahuna.event.ReplicaEvent.StandbyStarted;
import dev.kahuna.event.ReplicaEvent.StandbyThawed;
import dev.kahuna.event.ReplicaEvent.SubscriptionStarted;
import java.util.Locale;

/** Sentences for the facts of replica-service. */
final class ReplicaSentences {
  private ReplicaSentences() {}

  static String of(String migration, ReplicaEvent event) {
    return switch (event) {
      case HostPrepared h ->
          "The %s host is prepared: volume, Postgres, archive tool and certificates."
              .formatted(h.role().name().toLowerCase(Locale.ROOT));
      case BaseBackupRestored b ->
          "The base backup %s is restored (%s).".formatted(b.backup(), Amounts.bytes(b.bytes()));
      case ReplicaStarted r ->
          "The replica (Postgres %d) replays the archive.".formatted(r.majorVersion());
      case StandbyStarted s -> "The standby follows the replica.";
      case SchemaRehearsed s ->
          "Aurora takes the whole schema (%,d statements) and the first rows of %,d tables: tried in a database that was dropped afterwards."
              .formatted(s.entries(), s.tables());
      case SchemaCopied s -> "The schema is on Aurora: %d tables.".formatted(s.tables());
      case DataCopied d ->
          "The data is on Aurora: %d tables, %,d rows, %s."
              .formatted(d.tables(), d.rows(), Amounts.bytes(d.bytes()));
      case IndexesBuilt b ->
          "%d indexes and %d constraints are built on Aurora."
              .formatted(b.indexes(), b.constraints());
      case SubscriptionStarted s -> "Aurora follows the replica, from slot %s.".formatted(s.slot());
      case StandbyThawed s -> "The standby follows the replica again.";
      case SchemaDiffers d -> SchemaSentences.of(migration, d);
      case SchemaSettled s ->
          s.comparison() == 0
              ? "The list of schema differences is settled."
              : "The list of schema differences is settled; all rows are compared again, because"
                  + " tables changed.";
      case StandbyFollowing s ->
          "The standby follows the promoted replica; another copy can begin.";
      case FreezeLost lost ->
          "%s Nothing is lost: the app keeps running, and Kahuna copies the replica to Aurora once more by itself."
              .formatted(EventSentences.ended(lost.reason()));
    };
  }
}
