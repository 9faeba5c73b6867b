package dev.kahuna.acceptance;

import java.util.List;

/** Holds for every migration, whatever went wrong on its way. */
interface Guarantee {
  /** All of them. */
  List<Guarantee> ALL =
      List.of(
          new EveryAcknowledgedWriteOnce(),
          new AppNotLeftInMaintenance(),
          new NothingDoneTwice(),
          new NoSequenceRepeats(),
          new SecretsNeverSeen());

  /**
   * Fails if it does not hold; the migration has come to rest.
   *
   * @throws AssertionError if it does not
   */
  void check(FaultyMigration migration) throws Exception;
}
