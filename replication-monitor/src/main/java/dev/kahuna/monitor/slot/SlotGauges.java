package dev.kahuna.monitor.slot;

import dev.kahuna.metrics.SampleGauges;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/** The WAL that slots keep on the replica, from the promotion on. */
public final class SlotGauges {
  private final SampleGauges<SlotRoom> rooms;

  public SlotGauges(MeterRegistry meters) {
    rooms =
        new SampleGauges<SlotRoom>(meters)
            .with("kahuna.slots.kept.bytes", "WAL that slots keep on the replica", SlotRoom::kept)
            .with(
                "kahuna.slots.room.bytes",
                "WAL that may still be written before slots are dropped or invalidated",
                SlotRoom::room)
            .with(
                "kahuna.slots.full.seconds",
                "Time until slots are dropped or invalidated, at the pace of the last minutes",
                SlotRoom::secondsToFull);
  }

  void show(String migration, SlotRoom room) {
    rooms.show(Tags.of("migration", migration), room);
  }

  void forget(String migration) {
    rooms.forget(Tags.of("migration", migration));
  }
}
