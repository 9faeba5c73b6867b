package dev.kahuna.operator.log;

import dev.kahuna.event.OperatorEvent;
import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.log.EventCodec;
import dev.kahuna.log.Topics;
import dev.kahuna.log.UnfencedAppender;
import dev.kahuna.migration.Appender;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.operator.console.Activity;
import dev.kahuna.operator.console.EventSentences;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/** The log for operators, who read all of it and append decisions. */
public final class MigrationLog {
  private static final Duration RECENT = Duration.ofHours(6);
  private static final String SOURCE = "operator";

  private final Map<String, Object> connection;
  private final EventCodec codec = new EventCodec();
  private final Clock clock;

  /** A migration and its current activity. */
  public record Known(Migration migration, Activity activity) {}

  /** Kafka can't be used; the message says why and what to do. */
  public static final class Unreachable extends RuntimeException {
    Unreachable(String sentence, Throwable cause) {
      super(sentence, cause);
    }
  }

  private MigrationLog(Map<String, Object> connection, Clock clock) {
    this.connection = connection;
    this.clock = clock;
  }

  /**
   * Connects, and creates the topics if no service has yet.
   *
   * @throws Unreachable if Kafka does not answer or refuses
   */
  public static MigrationLog open(Map<String, Object> connection, Clock clock) {
    var bounded = new HashMap<>(connection);
    bounded.putIfAbsent("default.api.timeout.ms", 15_000);
    bounded.putIfAbsent("request.timeout.ms", 10_000);
    try (var admin = Admin.create(bounded)) {
      Topics.ensure(admin);
    } catch (KafkaException | IllegalStateException e) {
      throw unreachable(e);
    }
    return new MigrationLog(Map.copyOf(bounded), clock);
  }

  /** Every migration, without its activity. */
  public Collection<Migration> all() {
    try (var follower = new LogFollower(connection, codec, Optional.empty())) {
      follower.catchUp(seen -> {});
      return new TreeMap<>(follower.migrations())
          .values().stream().filter(m -> m.has(MigrationRequested.class)).toList();
    } catch (KafkaException e) {
      throw unreachable(e);
    }
  }

  /** One migration; empty if nobody requested it. */
  public Optional<Known> find(String id) {
    var activity = new Activity();
    try (var follower =
        new LogFollower(connection, codec, Optional.of(clock.instant().minus(RECENT)))) {
      var samples = new ArrayList<LogFollower.Seen.Sample>();
      follower.catchUp(
          seen -> {
            if (seen instanceof LogFollower.Seen.Sample sample && sample.migration().equals(id)) {
              samples.add(sample);
            }
          });
      var migration =
          Optional.ofNullable(follower.migrations().get(id))
              .filter(m -> m.has(MigrationRequested.class));
      migration.stream().map(Migration::history).flatMap(List::stream).forEach(activity::fact);
      samples.forEach(sample -> activity.sample(sample.sample()));
      return migration.map(m -> new Known(m, activity));
    } catch (KafkaException e) {
      throw unreachable(e);
    }
  }

  /** Follows facts from the beginning, and samples from the last minutes on. */
  public LogFollower follow() {
    return new LogFollower(
        connection, codec, Optional.of(clock.instant().minus(Duration.ofMinutes(2))));
  }

  /**
   * Appends a decision and waits until every in-sync replica has it.
   *
   * @throws Unreachable if Kafka did not acknowledge; the fact may or may not be in the log
   */
  public LoggedEvent append(String id, OperatorEvent event) {
    try (var appender = new UnfencedAppender(connection, SOURCE, codec, clock)) {
      return appender.append(id, event);
    } catch (Appender.AppendFailed | KafkaException e) {
      throw new Unreachable(
          EventSentences.ended(String.valueOf(e.getMessage()))
              + " It may be in the log or not; 'kahuna status "
              + id
              + "' shows which.",
          e);
    }
  }

  private static Unreachable unreachable(RuntimeException failure) {
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    var sentence =
        root instanceof TimeoutException || root instanceof java.util.concurrent.TimeoutException
            ? "Kafka does not answer; check --kafka, and --kafka-config if Kafka requires TLS or SASL."
            : "Kafka can't be used: " + EventSentences.ended(String.valueOf(root.getMessage()));
    return new Unreachable(sentence, failure);
  }
}
