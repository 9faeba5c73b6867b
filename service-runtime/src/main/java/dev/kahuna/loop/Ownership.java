package dev.kahuna.loop;

import dev.kahuna.lease.Lease;
import dev.kahuna.log.PartitionReader;
import dev.kahuna.migration.Migration;
import dev.kahuna.step.MigrationRunner;
import dev.kahuna.step.Saga;
import dev.kahuna.step.StepEnvironment;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One partition while this process owns it: its fold, its fence, and its migrations' runners. */
final class Ownership {
  private static final Logger LOG = LoggerFactory.getLogger(Ownership.class);

  private final Saga saga;
  private final StepEnvironment environment;
  private final PartitionReader reader;
  private final FencedAppender appender;
  private final Lease lease;
  private final Map<String, MigrationRunner> runners = new ConcurrentHashMap<>();
  private volatile boolean ended;

  /**
   * @param heartbeats whether Kafka hears this process
   */
  Ownership(
      Saga saga,
      StepEnvironment environment,
      PartitionReader reader,
      FencedAppender appender,
      BooleanSupplier heartbeats) {
    this.saga = saga;
    this.environment = environment;
    this.reader = reader;
    this.appender = appender;
    this.lease = new Lease(() -> !ended && heartbeats.getAsBoolean());
  }

  /** Folds a record of the replay, and starts nothing. */
  void replay(ConsumerRecord<String, byte[]> old) {
    reader.read(old);
  }

  /** Starts what is due after the replay; returns how many migrations there are. */
  int serveAll() {
    reader.migrations().forEach(m -> guarded(runner(m), MigrationRunner::evaluate));
    return runners.size();
  }

  /** Folds a new record and starts what is due because of it. */
  void read(ConsumerRecord<String, byte[]> next) {
    var migration = reader.read(next);
    guarded(runner(migration), runner -> runner.update(migration, next.offset()));
  }

  /** Starts what is due because time has passed. */
  void evaluate() {
    runners.values().forEach(runner -> guarded(runner, MigrationRunner::evaluate));
  }

  /** Call this every {@link Heartbeats#lookEvery}, or a silence is noticed too late. */
  void lookAtLease() {
    var unused = lease.held();
  }

  Stream<Migration> migrations() {
    return runners.values().stream().map(MigrationRunner::migration);
  }

  /** Ends every step and withdraws the lease. */
  void end() {
    ended = true;
    runners.values().forEach(MigrationRunner::close);
  }

  /** Call this after {@link #end}, so that no call of ours overlaps those of the next owner. */
  void awaitCalls(Duration limit) throws InterruptedException {
    for (var runner : runners.values()) {
      runner.awaitLanes(limit);
    }
  }

  /** Gives up the right to append and ends whatever still runs. */
  void close() {
    end();
    appender.close();
  }

  private MigrationRunner runner(Migration migration) {
    return runners.computeIfAbsent(
        migration.id(), id -> new MigrationRunner(saga, migration, appender, lease, environment));
  }

  /** One migration's failure does not touch the others. */
  private static void guarded(MigrationRunner runner, Consumer<MigrationRunner> act) {
    try {
      act.accept(runner);
    } catch (RuntimeException e) {
      LOG.error("{} can't be served", runner.migration().id(), e);
    }
  }
}
