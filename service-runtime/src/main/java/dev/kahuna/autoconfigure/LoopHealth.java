package dev.kahuna.autoconfigure;

import dev.kahuna.loop.LoopState;
import dev.kahuna.loop.MigrationLoop;
import java.util.Optional;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;

/** The health of the loop. It counts for a service's readiness but not for its liveness. */
final class LoopHealth implements HealthIndicator {
  private final MigrationLoop loop;
  private final KafkaListenerEndpointRegistry containers;

  LoopHealth(MigrationLoop loop, KafkaListenerEndpointRegistry containers) {
    this.loop = loop;
    this.containers = containers;
  }

  @Override
  public Health health() {
    var running =
        Optional.ofNullable(containers.getListenerContainer(MigrationLoop.LISTENER))
            .map(MessageListenerContainer::isRunning)
            .orElse(false);
    return of(running ? loop.state() : LoopState.STOPPED);
  }

  static Health of(LoopState state) {
    var status =
        switch (state) {
          case OWNS_PARTITIONS, STANDS_BY -> Status.UP;
          case STARTING, TAKEOVER_FAILS -> Status.OUT_OF_SERVICE;
          case UNANSWERED, STOPPED -> Status.DOWN;
        };
    return Health.status(status).withDetail("loop", state.sentence()).build();
  }
}
