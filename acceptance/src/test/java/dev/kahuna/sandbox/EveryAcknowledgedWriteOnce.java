package dev.kahuna.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.sandbox.report.TargetCheck;
import java.sql.DriverManager;

/** On the database that the app has, there is each write that the app promised to keep, once. */
final class EveryAcknowledgedWriteOnce implements Guarantee {
  private static final int FEW = 200;

  @Override
  public void check(FaultyMigration migration) throws Exception {
    var acknowledged = migration.acknowledged();
    assertThat(acknowledged).as("acknowledged writes").hasSizeGreaterThan(FEW);
    var url = PostgresUrl.parse(migration.cloud().app().config().get("DATABASE_URL"));
    var jdbc =
        "jdbc:postgresql://%s:%d/%s?sslmode=require&loginTimeout=10"
            .formatted(url.endpoint().host(), url.endpoint().port(), url.endpoint().database());
    try (var database =
        DriverManager.getConnection(jdbc, url.credentials().user(), url.credentials().password())) {
      var writes = TargetCheck.writes(database, acknowledged);
      assertThat(writes.lost()).as("lost of %d", acknowledged.size()).isZero();
      assertThat(writes.doubled()).as("doubled of %d", acknowledged.size()).isZero();
    }
  }
}
