package dev.kahuna.operator.console;

import dev.kahuna.event.MonitorEvent;
import dev.kahuna.event.MonitorEvent.OldDatabaseQuiet;
import dev.kahuna.event.MonitorEvent.OldDatabaseTouched;
import dev.kahuna.event.MonitorEvent.ReplicaCaughtUp;
import dev.kahuna.event.MonitorEvent.ReplicaLost;
import dev.kahuna.event.MonitorEvent.ReplicationCaughtUp;
import dev.kahuna.event.MonitorEvent.ReplicationHealed;
import dev.kahuna.event.MonitorEvent.ReplicationTroubled;
import dev.kahuna.event.MonitorEvent.SlotGivenUp;
import dev.kahuna.event.MonitorEvent.WayBackBroken;
import dev.kahuna.event.MonitorEvent.WayBackWhole;

/** Sentences for the facts of replication-monitor. */
final class MonitorSentences {
  private MonitorSentences() {}

  static String of(String migration, MonitorEvent event) {
    return switch (event) {
      case ReplicaCaughtUp r ->
          "The replica has caught up; it is %s behind Heroku."
              .formatted(Amounts.bytes(r.lagBytes()));
      case ReplicaLost lost ->
          "The replica was promoted outside a window, so it no longer follows Heroku. The app stays on Heroku; Kahuna builds the replica again by itself.";
      case ReplicationCaughtUp r ->
          "Aurora has caught up: %d tables; it is %s behind the replica."
              .formatted(r.tables(), Amounts.bytes(r.lagBytes()));
      case SlotGivenUp g ->
          "The slot %s is lost: %s. Aurora no longer follows the replica; the app stays on the replica and keeps running. Run 'kahuna copy-again %s' to copy it to Aurora once more, without an outage."
              .formatted(g.slot(), EventSentences.open(g.reason()), migration);
      case ReplicationTroubled t ->
          "Replication has stopped progressing: %s Fix the cause; replication then continues by itself. Until then no window to Aurora opens."
              .formatted(EventSentences.ended(t.reason()));
      case ReplicationHealed h -> "Replication progresses again.";
      case WayBackBroken b ->
          "A rollback is not possible now, because the replica does not fully follow Aurora: %s"
              .formatted(EventSentences.ended(b.reason()));
      case WayBackWhole w -> "A rollback is possible again: the replica follows Aurora.";
      case OldDatabaseTouched t ->
          "%s, which the app has left, is in use: %s What is written there is in no other database; find the client in pg_stat_activity there and stop it."
              .formatted(t.leg().from().capitalized(), EventSentences.ended(t.reason()));
      case OldDatabaseQuiet q ->
          "%s, which the app has left, is no longer in use."
              .formatted(q.leg().from().capitalized());
    };
  }
}
