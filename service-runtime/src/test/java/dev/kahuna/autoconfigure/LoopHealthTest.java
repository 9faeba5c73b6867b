package dev.kahuna.autoconfigure;

import static dev.kahuna.lease.SessionTiming.of;
import static java.util.Optional.empty;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kahuna.lease.SessionTiming;
import dev.kahuna.loop.LoopState;
import dev.kahuna.loop.MigrationLoop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.health.contributor.Status;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.listener.MessageListenerContainer;

/** A loop without Kafka: the test assigns partitions and counts heartbeats. */
class LoopHealthTest {
  private static final TopicPartition PARTITION = new TopicPartition("migration.events", 3);

  private MigrationLoop loop = UnreachableLoop.create(SessionTiming.DEFAULT);
  private final HeartbeatConsumer consumer = new HeartbeatConsumer();

  @ParameterizedTest
  @CsvSource({
    "OWNS_PARTITIONS, UP",
    "STANDS_BY, UP",
    "STARTING, OUT_OF_SERVICE",
    "TAKEOVER_FAILS, OUT_OF_SERVICE",
    "UNANSWERED, DOWN",
    "STOPPED, DOWN"
  })
  void eachStateOfTheLoopHasAStatusAndASentence(LoopState state, String status) {
    var health = LoopHealth.of(state);
    assertThat(health.getStatus().getCode()).isEqualTo(status);
    assertThat(health.getDetails()).containsEntry("loop", state.sentence());
  }

  @Test
  void outOfServiceWhileATakeoverKeepsFailing() {
    // So long that no attempt outlasts the lease, even on a busy machine.
    loop = UnreachableLoop.create(of(Duration.ofMinutes(3), Duration.ofSeconds(1), empty()));
    consumer.assign(List.of(PARTITION));
    for (var attempt = 0; attempt < 3; attempt++) {
      consumer.resetShouldRebalance();
      loop.onPartitionsAssigned(consumer, List.of(PARTITION));
      assertThat(consumer.shouldRebalance()).isTrue();
      assertHealth(true, Status.OUT_OF_SERVICE, LoopState.TAKEOVER_FAILS);
    }
  }

  @Test
  void downWhenKafkaIsSilentForLongerThanTheLeaseAndUpWhenItAnswersAgain() {
    loop.onPartitionsAssigned(consumer, List.of());
    assertHealth(true, Status.UP, LoopState.STANDS_BY);
    await().untilAsserted(() -> assertHealth(true, Status.DOWN, LoopState.UNANSWERED));
    await()
        .untilAsserted(
            () -> {
              consumer.answer();
              assertHealth(true, Status.UP, LoopState.STANDS_BY);
            });
  }

  @Test
  void downWhenTheContainerStopped() {
    loop.onPartitionsAssigned(consumer, List.of());
    assertHealth(false, Status.DOWN, LoopState.STOPPED);
  }

  private void assertHealth(boolean running, Status status, LoopState state) {
    var health = new LoopHealth(loop, registry(running)).health();
    assertThat(health.getStatus()).isEqualTo(status);
    assertThat(health.getDetails()).containsEntry("loop", state.sentence());
  }

  private static KafkaListenerEndpointRegistry registry(boolean running) {
    var container =
        new KafkaMessageListenerContainer<>(
            new DefaultKafkaConsumerFactory<>(Map.of()), new ContainerProperties("any")) {
          @Override
          public boolean isRunning() {
            return running;
          }
        };
    return new KafkaListenerEndpointRegistry() {
      @Override
      public MessageListenerContainer getListenerContainer(String id) {
        return container;
      }
    };
  }
}
