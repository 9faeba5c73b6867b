package dev.kahuna.replica.copy;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kahuna.event.Lsn;
import dev.kahuna.failure.Unavailable;
import org.junit.jupiter.api.Test;

/** What a look at the standby means for the copy. */
class FrozenStandbyTest {
  private static final Lsn FROZEN_AT = new Lsn(1000);

  @Test
  void atItsPositionAndPausedItIsFrozen() {
    assertThatCode(() -> standby(true, true, 1000).requireAt(FROZEN_AT)).doesNotThrowAnyException();
  }

  @Test
  void afterARestartItIsWaitedFor() {
    for (var at : new long[] {900, 1000}) {
      assertThatThrownBy(() -> standby(true, false, at).requireAt(FROZEN_AT))
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("it replays to 0/3E8");
    }
  }

  @Test
  void onceItHasMovedOrIsPromotedItsRowsAreOfAnotherMoment() {
    assertThatThrownBy(() -> standby(true, true, 1001).requireAt(FROZEN_AT))
        .isInstanceOf(FrozenStandby.Moved.class);
    assertThatThrownBy(() -> standby(false, false, 1000).requireAt(FROZEN_AT))
        .isInstanceOf(FrozenStandby.Moved.class)
        .hasMessageContaining("promoted");
  }

  private static FrozenStandby standby(boolean inRecovery, boolean paused, long at) {
    return new FrozenStandby(inRecovery, paused, new Lsn(at));
  }
}
