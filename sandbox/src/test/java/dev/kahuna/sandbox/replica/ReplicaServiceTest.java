package dev.kahuna.sandbox.replica;

import static dev.kahuna.event.HostRole.REPLICA;
import static dev.kahuna.event.HostRole.STANDBY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.ReplicaEvent.BaseBackupRestored;
import dev.kahuna.event.ReplicaEvent.ReplicaStarted;
import dev.kahuna.event.ReplicaEvent.StandbyStarted;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a source's archive to a target that follows the promoted replica. */
class ReplicaServiceTest {

  @ParameterizedTest
  @ValueSource(ints = {15, 10})
  void everyRowArrivesOnATargetThatGoesOnFollowing(int major) throws Exception {
    try (var run = new ReplicaUnderTest(major)) {
      run.load("shop");
      var backup = run.source.pushBaseBackup();
      run.ship();

      run.request();
      run.launch(REPLICA);
      run.launch(STANDBY);
      assertThat(run.steps.until(BaseBackupRestored.class).backup()).isEqualTo(backup);
      assertThat(run.steps.until(ReplicaStarted.class).majorVersion()).isEqualTo(major);
      run.steps.until(StandbyStarted.class);
    }
  }
}
