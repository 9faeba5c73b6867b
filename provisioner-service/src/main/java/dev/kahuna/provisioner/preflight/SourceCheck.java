package dev.kahuna.provisioner.preflight;

import dev.kahuna.database.Database;
import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.heroku.HerokuPlatform;
import dev.kahuna.identity.IncomparableTable;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.PostgresOptions;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.postgres.Queries;
import dev.kahuna.provisioner.archive.WalSegment;
import dev.kahuna.secret.Secrets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks that the source answers, has the requested version and WAL segment size, fits on the
 * hosts, and has no table whose changes can't be replicated.
 */
public final class SourceCheck implements Check {
  private static final long GIB = 1L << 30;
  private static final long MIB = 1L << 20;

  private final HerokuPlatform heroku;
  private final Secrets secrets;
  private final Queries queries = Queries.of(SourceCheck.class);

  /** What the source reports about itself. */
  private record Server(
      int majorVersion,
      long walSegmentBytes,
      long bytes,
      List<IncomparableTable> incomparableTables) {}

  public SourceCheck(HerokuPlatform heroku, Secrets secrets) {
    this.heroku = heroku;
    this.secrets = secrets;
  }

  @Override
  public String name() {
    return "source";
  }

  @Override
  public List<Finding> look(Migration migration) throws InterruptedException, SQLException {
    var url = SourceUrl.of(heroku, secrets, migration.request().source());
    if (url.isEmpty()) {
      return List.of();
    }
    var server = ask(url.get());
    var findings = new ArrayList<Finding>();
    findings.add(version(server, migration.request().source().version()));
    if (server.walSegmentBytes() != WalSegment.BYTES) {
      findings.add(segments(server));
    }
    findings.add(size(server, migration.request().replica().volumeGib()));
    server.incomparableTables().forEach(table -> findings.add(incomparable(table)));
    return findings;
  }

  private Server ask(PostgresUrl url) throws SQLException {
    try (var connection = Database.onHeroku(url).open(PostgresOptions.of("provisioner"))) {
      var incomparable = IncomparableTable.all(connection);
      return queries.one(
          connection,
          "source",
          row ->
              new Server(
                  row.getInt("major_version"),
                  row.getLong("wal_segment_bytes"),
                  row.getLong("bytes"),
                  incomparable));
    }
  }

  private Finding version(Server server, int expected) {
    return server.majorVersion() == expected
        ? pass("The source is Postgres %d", expected)
        : block(
            "The source is Postgres %d, not %d. Correct source.version: the replica must have the"
                + " same version.",
            server.majorVersion(), expected);
  }

  /** A segment's name does not show its size, and with another size every gap found is false. */
  private Finding segments(Server server) {
    return block(
        "The source writes WAL in segments of %d MB, but Kahuna reads only archives of %d MB"
            + " segments, as Heroku makes them. Check that source.config-var names Heroku's"
            + " database; a database with this segment size cannot be moved.",
        server.walSegmentBytes() / MIB, WalSegment.BYTES / MIB);
  }

  private Finding incomparable(IncomparableTable table) {
    return table.isChanged() ? block("%s.", table.advice()) : warn("%s.", table.advice());
  }

  /** WAL and what a copy writes need space too; how much depends on the app. */
  private Finding size(Server server, int volumeGib) {
    var gib = server.bytes() / GIB + 1;
    if (gib >= volumeGib) {
      return block(
          "The database has %d GiB and the hosts' volumes %d GiB. Make replica.volume larger:"
              + " twice the database is a good start.",
          gib, volumeGib);
    }
    return gib * 10 > volumeGib * 6L
        ? warn(
            "The database fills %d of the %d GiB of the hosts' volumes, and WAL needs space too.",
            gib, volumeGib)
        : pass("The database has %d GiB, the hosts' volumes have %d", gib, volumeGib);
  }
}
