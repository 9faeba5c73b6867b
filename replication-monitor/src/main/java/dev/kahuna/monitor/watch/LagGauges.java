package dev.kahuna.monitor.watch;

import dev.kahuna.metrics.SampleGauges;
import dev.kahuna.telemetry.Telemetry.ReplayLag;
import dev.kahuna.telemetry.Telemetry.ReplicationLag;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/** The newest lags as gauges, one row for each migration. */
public final class LagGauges {
  private final SampleGauges<ReplayLag> replay;
  private final SampleGauges<ReplicationLag> replication;

  public LagGauges(MeterRegistry meters) {
    replay =
        new SampleGauges<ReplayLag>(meters)
            .with(
                "kahuna.replay.lag.bytes",
                "WAL that the replica has not replayed",
                ReplayLag::bytes)
            .with(
                "kahuna.replay.lag.seconds",
                "Age of the replica's state, by Heroku's clock",
                ReplayLag::seconds)
            .with(
                "kahuna.standby.lag.bytes",
                "WAL that the standby is behind the replica",
                ReplayLag::standbyBytes);
    replication =
        new SampleGauges<ReplicationLag>(meters)
            .with(
                "kahuna.replication.lag.bytes",
                "WAL that Aurora has not confirmed",
                ReplicationLag::bytes)
            .with(
                "kahuna.replication.lag.seconds",
                "Heartbeat's age, by the replica's clock",
                ReplicationLag::seconds)
            .with(
                "kahuna.slot.retained.bytes",
                "WAL that the slot holds on the replica",
                ReplicationLag::slotRetainedBytes)
            .with(
                "kahuna.tables",
                "Tables of the subscription by their state",
                "state",
                ReplicationLag::tables);
  }

  public void show(String migration, ReplayLag lag) {
    replay.show(Tags.of("migration", migration), lag);
  }

  public void show(String migration, ReplicationLag lag) {
    replication.show(Tags.of("migration", migration), lag);
  }

  public void forgetReplay(String migration) {
    replay.forget(Tags.of("migration", migration));
  }

  public void forgetReplication(String migration) {
    replication.forget(Tags.of("migration", migration));
  }
}
