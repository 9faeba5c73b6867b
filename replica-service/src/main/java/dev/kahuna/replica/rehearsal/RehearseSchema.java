package dev.kahuna.replica.rehearsal;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CopyEvent.RehearsalVoided;
import dev.kahuna.event.ReplicaEvent.SchemaRehearsed;
import dev.kahuna.failure.Rejected;
import dev.kahuna.migration.Migration;
import dev.kahuna.replica.copy.CopyEndpoints;
import dev.kahuna.replica.copy.FrozenStandby;
import dev.kahuna.replica.rows.SampleRows;
import dev.kahuna.replica.schema.LockRoom;
import dev.kahuna.replica.schema.Refusal;
import dev.kahuna.replica.schema.Remedies;
import dev.kahuna.replica.schema.SchemaDump;
import dev.kahuna.replica.schema.SchemaTrial;
import dev.kahuna.replica.schema.TargetPreparation;
import dev.kahuna.replica.ssh.SshHosts;
import dev.kahuna.schema.SchemaFingerprint;
import dev.kahuna.step.StepOutcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Learns before the first window whether Aurora takes the app's schema. Behind that window nobody
 * can change the source, and there is no way back.
 */
public record RehearseSchema(CopyEndpoints endpoints, SshHosts hosts) {
  /** The name of the step. */
  public static final String NAME = "rehearse-schema";

  private static final int NAMED = 50;
  private static final Duration CATALOG = Duration.ofMinutes(2);

  /**
   * The work of the step.
   *
   * @throws Rejected naming everything that Aurora refuses
   */
  public StepOutcome run(Migration migration) throws Exception {
    try (var source = endpoints.source(migration)) {
      if (isBehind(migration, source)) {
        return StepOutcome.notYet(
            "waiting until the replica has replayed the change of the schema",
            Duration.ofSeconds(2));
      }
    }
    var before = fingerprint(migration);
    var tried = tried(migration);
    if (!before.equals(fingerprint(migration))) {
      return StepOutcome.notYet(
          "the schema was changed while it was rehearsed: once more", Duration.ofSeconds(1));
    }
    if (!tried.refusals().isEmpty()) {
      throw refused(tried);
    }
    return StepOutcome.done(
        new SchemaRehearsed(
            migration.attempt(AttemptSeries.REHEARSAL),
            before.byKind(),
            tried.entries(),
            tried.tables()));
  }

  /** Whether the source has yet to see the change that voided the rehearsal before. */
  private static boolean isBehind(Migration migration, Connection source) throws SQLException {
    var voided = migration.find(RehearsalVoided.class);
    return voided.isPresent() && !FrozenStandby.of(source).at().isAtLeast(voided.get().at());
  }

  private SchemaFingerprint fingerprint(Migration migration) throws SQLException {
    try (var source = endpoints.source(migration)) {
      return SchemaFingerprint.of(source, CATALOG);
    }
  }

  /**
   * What came of it.
   *
   * @param consequences how many statements lack what was refused before them
   */
  private record Tried(int entries, int tables, List<Refusal> refusals, int consequences) {}

  private Tried tried(Migration migration) throws Exception {
    var dump = new SchemaDump(endpoints, hosts);
    var preData = dump.preData(migration);
    var postData = dump.postData(migration);
    var there = endpoints.onTarget(ScratchDatabase.NAME);
    try (var source = endpoints.source(migration);
        var target = endpoints.target(migration);
        var _ = ScratchDatabase.create(target)) {
      var refusals = new ArrayList<Refusal>();
      LockRoom.of(target)
          .lack(LockRoom.relations(source))
          .ifPresent(lack -> refusals.add(new Refusal("room for locks", lack, "")));
      try (var master = there.target(migration)) {
        refusals.addAll(new TargetPreparation(master).rehearse(endpoints.owner(migration), source));
      }
      try (var owner = there.targetAsOwner(migration)) {
        owner.setAutoCommit(false);
        var trial = new SchemaTrial(owner, source);
        trial.preData(preData);
        var sample = new SampleRows(there.samplePath(migration), new Remedies(source)).copy();
        trial.postData(postData);
        refusals.addAll(trial.refusals());
        refusals.addAll(sample.refusals());
        return new Tried(
            trial.tried(), sample.tables(), List.copyOf(refusals), trial.consequences());
      }
    }
  }

  private static Rejected refused(Tried tried) {
    var refusals = tried.refusals();
    var more = refusals.size() - NAMED;
    return new Rejected(
        "Aurora refuses %s, so the first window stays shut: %s%s%s. Fix this on Heroku, wait until the replica has replayed it, then retry this step."
            .formatted(
                refusals.size() == 1
                    ? "a part of the database"
                    : "%d parts of the database".formatted(refusals.size()),
                refusals.stream()
                    .limit(NAMED)
                    .map(Refusal::toString)
                    .collect(Collectors.joining("; ")),
                more > 0 ? "; and %d more".formatted(more) : "",
                tried.consequences() > 0
                    ? "; %d further statements need what is refused".formatted(tried.consequences())
                    : ""));
  }
}
