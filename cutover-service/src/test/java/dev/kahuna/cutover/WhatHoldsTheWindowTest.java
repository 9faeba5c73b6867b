package dev.kahuna.cutover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.CutoverEvent.CutoverStarted;
import dev.kahuna.event.Leg;
import dev.kahuna.fault.Survives;
import org.junit.jupiter.api.Test;

/** What keeps a window from opening, and what the operator is told. */
class WhatHoldsTheWindowTest extends OnTestbed {
  @Test
  @Survives(
      fault = 24,
      done = "a transaction is prepared on Heroku's database and nobody ends it",
      held = "no window opens, and the wait names it; once it is rolled back the window opens")
  void aPreparedTransaction() throws Exception {
    cloud.execute(cloud.source, "BEGIN; CREATE TABLE half (); PREPARE TRANSACTION 'invoice-7'");
    cloud.saga.runUntil(m -> isTold("the prepared transaction 'invoice-7' must be committed"));
    assertThat(cloud.saga.migration().has(CutoverPrepared.class)).isFalse();
    cloud.execute(cloud.source, "ROLLBACK PREPARED 'invoice-7'");
    cloud.saga.runUntil(m -> m.has(CutoverStarted.class, Leg.TO_REPLICA));
  }

  @Test
  @Survives(
      fault = 12,
      done = "Heroku grants only 20 more calls",
      held = "no window opens until there are enough, and the wait gives that reason")
  void tooFewCallsLeft() {
    cloud.heroku.rateLimit().leave(20);
    cloud.saga.runUntil(m -> isTold("waiting until Heroku grants 400 calls again"));
    assertThat(cloud.saga.migration().has(CutoverPrepared.class)).isFalse();
    cloud.heroku.rateLimit().leave(4000);
    cloud.saga.runUntil(m -> m.has(CutoverStarted.class, Leg.TO_REPLICA));
  }

  private boolean isTold(String sentence) {
    return cloud.saga.told().stream().anyMatch(told -> told.contains(sentence));
  }
}
