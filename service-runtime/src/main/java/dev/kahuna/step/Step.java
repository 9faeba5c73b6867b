package dev.kahuna.step;

import dev.kahuna.event.CopyEvent.MigrationSettled;
import dev.kahuna.event.HostRole;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.OperatorEvent.MigrationCancelled;
import dev.kahuna.event.StepFailed;
import dev.kahuna.migration.FactRef;
import dev.kahuna.migration.Migration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A rule, as in a makefile: what it needs, what it makes, a sentence for the operator and the work.
 *
 * @param name unique among all services, in kebab case
 * @param after facts that must hold
 * @param unless facts that must not hold
 * @param yields the facts, one of which it makes; empty for a step that only watches
 * @param sentence what it does, for the operator
 * @param onlyIf a further condition on the facts; pure
 * @param gate holds it back for something other than a fact, such as time
 * @param limit how long one run of the work may take before it is interrupted
 * @param deadline when it must have finished, retries included; after that the step has failed
 * @param settle how long an instance that has just taken over waits before it runs this step, so
 *     that calls of the instance before it have ended
 * @param lane steps of one lane run one at a time for each migration; empty for no lane
 * @param window the leg whose cutover fails with this step
 */
public record Step(
    String name,
    List<FactRef> after,
    List<FactRef> unless,
    List<FactRef> yields,
    String sentence,
    Predicate<Migration> onlyIf,
    Gate gate,
    Duration limit,
    Function<Migration, Optional<Instant>> deadline,
    Duration settle,
    Retries retries,
    String lane,
    Optional<Leg> window,
    StepWork work) {

  /** Begins the declaration of a step. */
  public static Declaration named(String name) {
    return new Declaration(name);
  }

  /** Whether it is time for this step, as far as the facts say. */
  public boolean due(Migration migration) {
    return after.stream().noneMatch(fact -> fact.isMissing(migration))
        && unless.stream().noneMatch(fact -> fact.holds(migration))
        && yields.stream().allMatch(fact -> fact.applies(migration))
        && yields.stream().noneMatch(fact -> fact.settles(migration))
        && !migration.has(StepFailed.class, name)
        && onlyIf.test(migration);
  }

  /** The same step with other work. */
  public Step doing(StepWork other) {
    return new Step(
        name, after, unless, yields, sentence, onlyIf, gate, limit, deadline, settle, retries, lane,
        window, other);
  }

  /** Whether this step may make that fact. */
  public boolean makes(MigrationEvent fact) {
    return yields.stream().anyMatch(y -> y.matches(fact));
  }

  /** Builds a step. */
  public static final class Declaration {
    private final String name;
    private final List<FactRef> after = new ArrayList<>();
    private final List<FactRef> unless =
        new ArrayList<>(
            List.of(FactRef.of(MigrationCancelled.class), FactRef.of(MigrationSettled.class)));
    private final List<FactRef> yields = new ArrayList<>();
    private String sentence = "";
    private Predicate<Migration> onlyIf = migration -> true;
    private Gate gate = Gate.OPEN;
    private Duration limit = Duration.ofMinutes(2);
    private Function<Migration, Optional<Instant>> deadline = migration -> Optional.empty();
    private Duration settle = Duration.ZERO;
    private Retries retries = Retries.PATIENT;
    private String lane = "";
    private Optional<Leg> window = Optional.empty();

    private Declaration(String name) {
      this.name = name;
    }

    /** Needs a fact of each of these types. */
    @SafeVarargs
    public final Declaration after(Class<? extends MigrationEvent>... types) {
      for (var type : types) {
        after.add(FactRef.of(type));
      }
      return this;
    }

    /** Needs a fact about a leg. */
    public Declaration after(Class<? extends MigrationEvent> type, Leg leg) {
      after.add(FactRef.of(type, leg));
      return this;
    }

    /** Needs a fact about a host. */
    public Declaration after(Class<? extends MigrationEvent> type, HostRole role) {
      after.add(FactRef.of(type, role));
      return this;
    }

    /** Is not due once such a fact holds. */
    @SafeVarargs
    public final Declaration unless(Class<? extends MigrationEvent>... types) {
      for (var type : types) {
        unless.add(FactRef.of(type));
      }
      return this;
    }

    /** Is not due once such a fact holds about a leg. */
    public Declaration unless(Class<? extends MigrationEvent> type, Leg leg) {
      unless.add(FactRef.of(type, leg));
      return this;
    }

    /** Is due, and continues, even after the migration was cancelled. */
    public Declaration evenIfCancelled() {
      unless.remove(FactRef.of(MigrationCancelled.class));
      return this;
    }

    /** Is due, and continues, even after the migration was settled. */
    public Declaration evenIfSettled() {
      unless.remove(FactRef.of(MigrationSettled.class));
      return this;
    }

    /** Makes one fact of these types. */
    @SafeVarargs
    public final Declaration yields(Class<? extends MigrationEvent>... types) {
      for (var type : types) {
        yields.add(FactRef.of(type));
      }
      return this;
    }

    /** Makes a fact about a leg. */
    public Declaration yields(Class<? extends MigrationEvent> type, Leg leg) {
      yields.add(FactRef.of(type, leg));
      return this;
    }

    /** Makes a fact about a host. */
    public Declaration yields(Class<? extends MigrationEvent> type, HostRole role) {
      yields.add(FactRef.of(type, role));
      return this;
    }

    /** Tells the operator what it does. */
    public Declaration saying(String sentence) {
      this.sentence = sentence;
      return this;
    }

    /** Is due only if the facts satisfy this too. */
    public Declaration onlyIf(Predicate<Migration> onlyIf) {
      this.onlyIf = onlyIf;
      return this;
    }

    /** Waits at a gate once it is due. */
    public Declaration waitingAt(Gate gate) {
      this.gate = gate;
      return this;
    }

    /** Limits one run of the work to this time. */
    public Declaration within(Duration limit) {
      this.limit = limit;
      return this;
    }

    /** Must have finished by then. */
    public Declaration before(Function<Migration, Optional<Instant>> deadline) {
      this.deadline = deadline;
      return this;
    }

    /** Waits after a takeover until calls of the instance before have ended. */
    public Declaration settling(Duration settle) {
      this.settle = settle;
      return this;
    }

    /** Repeats the work by this rule. */
    public Declaration retrying(Retries retries) {
      this.retries = retries;
      return this;
    }

    /** Puts it into a lane, in which one step runs at a time. */
    public Declaration inLane(String lane) {
      this.lane = lane;
      return this;
    }

    /** Belongs to the cutover of a leg: when it fails, so does the attempt. */
    public Declaration ofWindow(Leg leg) {
      this.window = Optional.of(leg);
      return this;
    }

    /** Ends the declaration. */
    public Step does(StepWork work) {
      var blank = Stream.of(name, sentence).anyMatch(String::isBlank);
      if (blank) {
        throw new IllegalArgumentException("a step needs a name and a sentence: '" + name + "'");
      }
      return new Step(
          name,
          List.copyOf(after),
          List.copyOf(unless),
          List.copyOf(yields),
          sentence,
          onlyIf,
          gate,
          limit,
          deadline,
          settle,
          retries,
          lane,
          window,
          work);
    }
  }
}
