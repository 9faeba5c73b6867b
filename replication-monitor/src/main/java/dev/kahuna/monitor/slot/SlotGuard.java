package dev.kahuna.monitor.slot;

import dev.kahuna.database.MigrationDatabases;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.SlotCreated;
import dev.kahuna.event.Leg;
import dev.kahuna.event.Lsn;
import dev.kahuna.event.MonitorEvent.SlotGivenUp;
import dev.kahuna.migration.Migration;
import dev.kahuna.monitor.watch.ReconnectingSession;
import dev.kahuna.monitor.watch.WatchRegistry;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.postgres.Queries;
import dev.kahuna.step.StepOutcome;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Watches the WAL that slots keep on the replica from the promotion on, because the app runs there.
 * A full volume would stop the app, while a lost slot only makes the copy start over.
 *
 * <p>From version 13 on the server invalidates slots at {@code max_slot_wal_keep_size}; this class
 * detects and records that. Up to version 12 nothing limits slots, so this class drops them.
 */
public final class SlotGuard {
  private static final Queries SQL = Queries.of(SlotGuard.class);
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final int ONLY = 1;
  private static final int PERCENT = 100;
  private static final int SAMPLES_OF_PACE = 60;
  private static final PostgresOptions OPTIONS =
      PostgresOptions.of("monitor")
          .answeringWithin(Duration.ofSeconds(10))
          .with("default_transaction_read_only", "off");

  private final MigrationDatabases databases;
  private final SlotGauges gauges;
  private final int reserve;
  private final WatchRegistry<Watching> watched;

  /**
   * @param reserve percent of the volume that slots must leave free
   */
  public SlotGuard(MigrationDatabases databases, SlotGauges gauges, int reserve, Clock clock) {
    this.databases = databases;
    this.gauges = gauges;
    this.reserve = reserve;
    this.watched = new WatchRegistry<>(clock);
  }

  /**
   * A slot.
   *
   * @param room bytes of WAL that may be written before the server invalidates it; empty if it
   *     never does
   */
  private record Slot(String name, String status, long kept, Optional<Long> room) {
    static Slot of(ResultSet row) throws SQLException {
      return new Slot(
          row.getString(1),
          row.getString(2),
          row.getLong(3),
          Optional.ofNullable(row.getObject(4, Long.class)));
    }
  }

  private record Position(Lsn written, double at) {}

  private record Volume(long size, long free) {}

  private record Watching(
      String migration, ReconnectingSession replica, Deque<Position> positions, SlotGauges gauges)
      implements AutoCloseable {
    @Override
    public void close() {
      replica.close();
      gauges.forget(migration);
    }
  }

  public StepOutcome guard(Migration migration) throws SQLException, InterruptedException {
    var name = migration.get(SlotCreated.class, Leg.TO_REPLICA).slot();
    var watching =
        watched.of(
            migration.id(),
            ONLY,
            () ->
                new Watching(
                    migration.id(),
                    new ReconnectingSession(() -> databases.replica(migration).open(OPTIONS)),
                    new ArrayDeque<>(),
                    gauges));
    var copy = migration.attempt(AttemptSeries.COPY);
    return watching.replica().ask(replica -> look(replica, watching, copy, name));
  }

  private StepOutcome look(Connection replica, Watching watching, int copy, String name)
      throws SQLException {
    var slots = SQL.list(replica, "kept-by-slots", Slot::of);
    var own = slots.stream().filter(slot -> slot.name().equals(name)).findFirst();
    if (own.filter(Predicate.not(slot -> slot.status().equals("lost"))).isEmpty()) {
      return StepOutcome.done(
          new SlotGivenUp(
              copy,
              name,
              "Postgres invalidated it because it kept more WAL than max_slot_wal_keep_size allows"));
    }
    var limit = slots.stream().flatMap(slot -> slot.room().stream()).min(Long::compare);
    var room = limit.isPresent() ? limit.get() : roomOnVolume(replica);
    var sample = new SlotRoom(most(slots), room, pace(replica, watching.positions()));
    gauges.show(watching.migration(), sample);
    if (room <= 0 && limit.isEmpty()) {
      return giveUp(replica, copy, name);
    }
    return StepOutcome.notYet(sentence(sample), EVERY);
  }

  private static long most(List<Slot> slots) {
    return slots.stream().mapToLong(Slot::kept).max().orElse(0);
  }

  private long roomOnVolume(Connection replica) throws SQLException {
    SQL.run(replica, "make-room-for-df");
    SQL.run(replica, "run-df");
    var volume = SQL.one(replica, "volume", row -> new Volume(row.getLong(1), row.getLong(2)));
    return volume.free() - volume.size() / PERCENT * reserve;
  }

  /** By the server's clock. */
  private static double pace(Connection replica, Deque<Position> positions) throws SQLException {
    var now =
        SQL.one(
            replica,
            "wal-position",
            row -> new Position(Lsn.parse(row.getString(1)), row.getDouble(2)));
    positions.addLast(now);
    if (positions.size() > SAMPLES_OF_PACE) {
      positions.removeFirst();
    }
    var first = positions.getFirst();
    var seconds = now.at() - first.at();
    return seconds <= 0 ? 0 : now.written().minus(first.written()) / seconds;
  }

  private static StepOutcome giveUp(Connection replica, int copy, String name) throws SQLException {
    SQL.list(replica, "give-up-slots", row -> row.getBoolean(1));
    SQL.list(replica, "drop-slots", row -> row.getString(1));
    var left = SQL.list(replica, "kept-by-slots", Slot::of);
    return left.stream().anyMatch(slot -> slot.name().equals(name))
        ? StepOutcome.notYet("dropping the slots: the volume is nearly full", Duration.ofSeconds(1))
        : StepOutcome.done(
            new SlotGivenUp(
                copy,
                name,
                "the replica's volume was nearly full, which would have stopped the app"));
  }

  private static String sentence(SlotRoom sample) {
    var kept = "the slots keep %,d MiB of WAL".formatted(sample.kept() >> 20);
    return sample
        .toFull()
        .map(
            time ->
                "%s; at this pace there is no space left in %d min"
                    .formatted(kept, time.toMinutes()))
        .orElse(kept);
  }

  public void sweep() {
    watched.sweep();
  }
}
