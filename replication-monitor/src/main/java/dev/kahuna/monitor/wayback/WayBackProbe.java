package dev.kahuna.monitor.wayback;

import dev.kahuna.database.Follower;
import dev.kahuna.database.UnpublishedTable;
import dev.kahuna.event.Lsn;
import dev.kahuna.migration.ReplicationNames;
import dev.kahuna.monitor.watch.ReconnectingSession;
import dev.kahuna.monitor.wayback.WayBackSample.Slot;
import dev.kahuna.postgres.Queries;
import java.sql.SQLException;
import java.time.Instant;

/** Queries both ends of the replication from Aurora to the replica. */
record WayBackProbe(ReconnectingSession aurora, ReconnectingSession replica)
    implements AutoCloseable {
  private static final Queries SQL = Queries.of(WayBackProbe.class);
  private static final String NAME = ReplicationNames.REVERSE;

  WayBackSample sample(Instant at) throws SQLException, InterruptedException {
    var slot =
        aurora.ask(
            connection ->
                SQL.list(
                    connection,
                    "reverse-slot",
                    r -> new Slot(Lsn.parse(r.getString(1)), r.getLong(2), r.getLong(3)),
                    NAME));
    var unpublished = aurora.ask(connection -> UnpublishedTable.of(connection, NAME));
    var follower = replica.ask(connection -> Follower.read(connection, NAME));
    return new WayBackSample(at, slot.stream().findFirst(), follower, unpublished);
  }

  @Override
  public void close() {
    aurora.close();
    replica.close();
  }
}
