package dev.kahuna.loop;

import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.event.ReplicaEvent.SchemaCopied;
import dev.kahuna.log.PartitionReader.UnreadableRecords;
import dev.kahuna.migration.Migration;
import dev.kahuna.step.Saga;
import dev.kahuna.step.Step;
import dev.kahuna.step.StepMemory;
import dev.kahuna.step.StepOutcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.listener.CommonErrorHandler;

/** A service in the test's JVM, with one step, whose listener throws as often as a test wants. */
@EnableAutoConfiguration
class LoopOfOneStep {
  static final AtomicInteger FAILURES_LEFT = new AtomicInteger();

  /** The offset of the unreadable record, each time the listener reads it. */
  static final List<Long> POISON_AT = new CopyOnWriteArrayList<>();

  /** A migration whose step begins by itself to compute, and ends when {@link #IS_BUSY} does. */
  static final String BUSY = "busy";

  static final AtomicBoolean IS_BUSY = new AtomicBoolean();

  /** How often the step's memory was told what is due. */
  static final AtomicInteger REMINDED = new AtomicInteger();

  @Bean
  StepMemory memory() {
    return due -> REMINDED.incrementAndGet();
  }

  @Bean
  Saga saga() {
    return Saga.of(
        "one-step",
        Step.named("copy-schema")
            .after(MigrationRequested.class)
            .yields(SchemaCopied.class)
            .saying("Pretending to copy the schema")
            .does(LoopOfOneStep::pretend));
  }

  private static StepOutcome pretend(Migration migration) {
    if (migration.id().equals(BUSY)) {
      IS_BUSY.set(true);
      takeAllCarriersWhile(IS_BUSY);
    }
    return StepOutcome.done(new SchemaCopied(1, 1));
  }

  /** As a copy of rows does, whose servers are faster than its processors. */
  private static void takeAllCarriersWhile(AtomicBoolean busy) {
    Runnable work =
        () -> {
          while (busy.get()) {
            Thread.onSpinWait();
          }
        };
    for (int i = 1; i < Runtime.getRuntime().availableProcessors(); i++) {
      Thread.startVirtualThread(work);
    }
    work.run();
  }

  /** As a service's, but for its pauses. */
  @Bean
  CommonErrorHandler repeatForever() {
    return new RepeatForever(Duration.ofMillis(200));
  }

  @Bean
  UnreadableRecords unreadable() {
    return new UnreadableRecords() {
      @Override
      public void poison(ConsumerRecord<String, byte[]> unread, String reason) {
        POISON_AT.add(unread.offset());
        if (FAILURES_LEFT.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          throw new IllegalStateException("a failure of the test");
        }
      }

      @Override
      public void unknown(ConsumerRecord<String, byte[]> unread, String type) {}
    };
  }

  static ConfigurableApplicationContext start(String bootstrapServers, String... settings) {
    // As arguments, which come before the defaults of all services.
    var arguments =
        Stream.concat(
                Stream.of(
                    "spring.config.location=classpath:/kahuna-service.yaml",
                    "spring.application.name=one-step",
                    "spring.kafka.bootstrap-servers=" + bootstrapServers,
                    "server.port=0"),
                Stream.of(settings))
            .map(setting -> "--" + setting)
            .toArray(String[]::new);
    return SpringApplication.run(LoopOfOneStep.class, arguments);
  }
}
