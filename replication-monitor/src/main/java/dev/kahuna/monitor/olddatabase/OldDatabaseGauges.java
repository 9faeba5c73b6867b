package dev.kahuna.monitor.olddatabase;

import dev.kahuna.event.Leg;
import dev.kahuna.metrics.SampleGauges;
import dev.kahuna.monitor.olddatabase.OldDatabaseProbe.Look;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/**
 * The newest samples of databases that the app has left, and of the WAL that Aurora keeps for the
 * way back.
 */
public final class OldDatabaseGauges {
  private final SampleGauges<Look> looks;
  private final SampleGauges<Long> retained;

  /** A database that the app left when this leg began. */
  record Key(String migration, Leg leg) {
    Tags tags() {
      return Tags.of("migration", migration, "leg", leg.name());
    }
  }

  public OldDatabaseGauges(MeterRegistry meters) {
    looks =
        new SampleGauges<Look>(meters)
            .with(
                "kahuna.old.database.sessions",
                "Sessions on the old database that are not Kahuna's",
                Look::sessions)
            .with(
                "kahuna.old.database.fenced",
                "1 while the old database is closed",
                look -> look.fenced() ? 1 : 0);
    retained =
        new SampleGauges<Long>(meters)
            .with(
                "kahuna.reverse.retained.bytes",
                "WAL that Aurora keeps for the replica",
                Long::doubleValue);
  }

  void show(Key key, Look look) {
    looks.show(key.tags(), look);
  }

  void forget(Key key) {
    looks.forget(key.tags());
  }

  void showRetained(String migration, long bytes) {
    retained.show(Tags.of("migration", migration), bytes);
  }

  void forgetRetained(String migration) {
    retained.forget(Tags.of("migration", migration));
  }
}
