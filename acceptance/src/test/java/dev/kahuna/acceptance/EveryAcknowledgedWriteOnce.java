package dev.kahuna.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.sandbox.report.WritesOnTarget;

/** The database that the app uses has each write that the app acknowledged, once. */
final class EveryAcknowledgedWriteOnce implements Guarantee {
  private static final int FEW = 200;

  @Override
  public void check(FaultyMigration migration) throws Exception {
    var acknowledged = migration.acknowledged();
    var writes = WritesOnTarget.writesOf(migration.app(), acknowledged);
    assertThat(writes.acknowledged()).as("acknowledged writes").isGreaterThan(FEW);
    assertThat(writes.lost()).as("lost of %d", writes.acknowledged()).isZero();
    assertThat(writes.doubled()).as("doubled of %d", writes.acknowledged()).isZero();
  }
}
