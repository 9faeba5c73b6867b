package dev.kahuna.cutover;

import static dev.kahuna.cutover.app.AppDatabase.asSuperuser;
import static dev.kahuna.cutover.app.AppDatabase.ask;
import static dev.kahuna.cutover.app.AppDatabase.execute;
import static dev.kahuna.cutover.app.AppDatabase.server;
import static org.awaitility.Awaitility.await;

import dev.kahuna.cutover.compare.CatalogDifference;
import dev.kahuna.cutover.compare.CompareData;
import dev.kahuna.cutover.compare.DataComparison;
import dev.kahuna.cutover.compare.Table;
import dev.kahuna.cutover.replication.PublicationAndSlot;
import dev.kahuna.postgres.Queries;
import dev.kahuna.postgres.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** A server of 15 and one of 17 that follows it, with sessions in the app's database on both. */
public final class ReplicatedPair implements AutoCloseable {
  public final TestPostgres publisher = server(15);
  public final TestPostgres subscriber = server(17);
  public final Connection here = asSuperuser(publisher);
  public final Connection there = asSuperuser(subscriber);

  /** With these statements done on both sides before they are connected. */
  public ReplicatedPair(String... schema) throws Exception {
    execute(here, schema);
    execute(there, schema);
    PublicationAndSlot.create(here, "s3cret");
    execute(here, "GRANT USAGE ON SCHEMA kahuna TO kahuna_replication");
    Queries.of(PublicationAndSlot.class).run(there, "kahuna-schema");
    execute(
        there,
        ("CREATE SUBSCRIPTION kahuna CONNECTION 'host=127.0.0.1 port=%d dbname=app"
                + " user=kahuna_replication password=s3cret sslmode=require' PUBLICATION kahuna"
                + " WITH (create_slot = false, copy_data = false, slot_name = kahuna)")
            .formatted(publisher.endpoint().port()));
  }

  /** Returns when all that was written before has arrived. */
  public void settle() throws Exception {
    CompareData.applied(here, there, "settled").await();
  }

  public List<Table> tables() throws Exception {
    try (var source = asSuperuser(publisher);
        var target = asSuperuser(subscriber)) {
      return CatalogDifference.none(source, target, "kahuna").stream()
          .filter(table -> !table.isOwn())
          .toList();
    }
  }

  /** Compares everything, a hundred rows at once. */
  public DataComparison.Result compare() throws Exception {
    return compare(100);
  }

  /**
   * Compares everything, that many rows at once.
   *
   * @param meanwhile what is done on the source whenever it was read and the target was not yet
   */
  public DataComparison.Result compare(int rows, String... meanwhile) throws Exception {
    try (var source = asSuperuser(publisher);
        var target = asSuperuser(subscriber);
        var fence = asSuperuser(publisher);
        var fenced = asSuperuser(subscriber)) {
      var applied = CompareData.applied(fence, fenced, "compare");
      return new DataComparison(
              source,
              target,
              () -> {
                execute(here, meanwhile);
                applied.await();
              },
              rows,
              progress -> {})
          .run(tables());
    }
  }

  public void awaitOnTarget(String sql, String answer) {
    await().atMost(Duration.ofSeconds(20)).until(() -> ask(there, sql).equals(answer));
  }

  @Override
  public void close() throws SQLException {
    here.close();
    there.close();
    subscriber.close();
    publisher.close();
  }
}
