package dev.kahuna.loop;

import dev.kahuna.log.EventCodec;
import dev.kahuna.log.LogReplay;
import dev.kahuna.log.PartitionReader;
import dev.kahuna.step.Saga;
import dev.kahuna.step.StepEnvironment;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.TopicPartition;

/** Takes partitions over: fences the instance before, then replays the log. */
record Takeover(
    Saga saga,
    EventCodec codec,
    KafkaClients kafka,
    StepEnvironment environment,
    PartitionReader.UnreadableRecords unreadable) {

  /**
   * Takes over all of these partitions; when that fails for one, it throws and owns none.
   *
   * @param seek places the live consumer where it continues
   * @return what is owned now, by number of the partition
   */
  Map<Integer, Ownership> of(
      Collection<TopicPartition> partitions,
      BooleanSupplier heartbeats,
      BiConsumer<TopicPartition, Long> seek) {
    var owned = new HashMap<Integer, Ownership>();
    fence(partitions)
        .forEach(
            (partition, appender) ->
                owned.put(
                    partition,
                    new Ownership(
                        saga,
                        environment,
                        new PartitionReader(codec, unreadable),
                        appender,
                        heartbeats)));
    try {
      LogReplay.read(
              kafka.named("replay"),
              List.copyOf(partitions),
              r -> Objects.requireNonNull(owned.get(r.partition())).replay(r))
          .forEach(seek);
      return owned;
    } catch (RuntimeException e) {
      owned.values().forEach(Ownership::close);
      throw e;
    }
  }

  /** Fences all at once, so a takeover takes only as long as the slowest, about 0.1 s. */
  private Map<Integer, FencedAppender> fence(Collection<TopicPartition> partitions) {
    var fenced = new ConcurrentHashMap<Integer, FencedAppender>();
    try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
      var fencing =
          partitions.stream()
              .map(TopicPartition::partition)
              .map(p -> CompletableFuture.runAsync(() -> fenced.put(p, appender(p)), all))
              .toArray(CompletableFuture<?>[]::new);
      CompletableFuture.allOf(fencing).join();
      return fenced;
    } catch (RuntimeException e) {
      fenced.values().forEach(FencedAppender::close);
      throw e;
    }
  }

  private FencedAppender appender(int partition) {
    return new FencedAppender(
        kafka, saga.service(), partition, codec, environment.clock(), environment.timing());
  }
}
