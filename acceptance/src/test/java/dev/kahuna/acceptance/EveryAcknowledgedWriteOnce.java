package dev.kahuna.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.sandbox.report.WritesOnTarget;

/** On the database that the app has, there is each write that the app promised to keep, once. */
final class EveryAcknowledgedWriteOnce implements Guarantee {
  private static final int FEW = 200;

  @Override
  public void check(FaultyMigration migration) throws Exception {
    var acknowledged = migration.acknowledged();
    assertThat(acknowledged).as("acknowledged writes").hasSizeGreaterThan(FEW);
    var writes = WritesOnTarget.writesOf(migration.cloud().app(), acknowledged);
    assertThat(writes.lost()).as("lost of %d", acknowledged.size()).isZero();
    assertThat(writes.doubled()).as("doubled of %d", acknowledged.size()).isZero();
  }
}
