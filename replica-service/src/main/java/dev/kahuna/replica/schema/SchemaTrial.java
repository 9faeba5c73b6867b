package dev.kahuna.replica.schema;

import dev.kahuna.postgres.PostgresFailures;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a schema where nobody needs it, and goes on behind a refusal, so that all of them are known
 * at once. What is refused only because something before it was is counted and not told.
 */
public final class SchemaTrial {
  private static final Queries QUERIES = Queries.of(SchemaRestore.class);

  /** Something that a statement names is not there. */
  private static final Set<String> UNDEFINED =
      Set.of("3F000", "42703", "42704", "42883", "42P01", "42P17");

  private static final String CANCELLED = "57014";
  private static final String VIOLATED = "23514";

  private final Connection owner;
  private final Remedies remedies;
  private final List<Refusal> refusals = new ArrayList<>();
  private final Set<String> lacking = new HashSet<>();
  private int tried;
  private int consequences;

  /**
   * @param owner a session of the role that owns everything, without auto-commit
   * @param source where the schema is from
   */
  public SchemaTrial(Connection owner, Connection source) throws SQLException {
    this.owner = owner;
    this.remedies = new Remedies(source);
    QUERIES.one(owner, "build-settings", row -> row.getString(1), 1);
    QUERIES.run(owner, "trial-settings");
    owner.commit();
  }

  /** Tries entries of the dump's section pre-data, in pg_dump's order. */
  public void preData(List<SchemaEntry> entries) throws SQLException {
    for (var entry : entries) {
      make(entry);
    }
    RowCheck.setAside(owner);
  }

  /** Tries entries of the dump's section post-data, in the order of the migration. */
  public void postData(List<SchemaEntry> entries) throws SQLException {
    for (var entry : entries) {
      if (entry.buildsIndex()) {
        make(entry);
      }
    }
    for (var check : RowCheck.asideOn(owner)) {
      make(check);
    }
    for (var entry : entries) {
      if (!entry.buildsIndex()) {
        make(entry.withoutValidation());
      }
    }
  }

  /** How many entries were tried. */
  public int tried() {
    return tried;
  }

  /** What the target refuses, in the order in which it was tried. */
  public List<Refusal> refusals() {
    return List.copyOf(refusals);
  }

  /** How many further entries lack what was refused. */
  public int consequences() {
    return consequences;
  }

  private void make(SchemaEntry entry) throws SQLException {
    tried++;
    var refusal = refusal(SchemaRestore.statements(entry));
    if (refusal.isPresent()) {
      refused(entry, refusal.get());
    }
  }

  /** The rows of a sample need not satisfy it, because they lack those of other tables. */
  private void make(RowCheck check) throws SQLException {
    for (var statements : List.of(check.make(), check.validationAsWorker())) {
      var refusal = refusal(statements);
      if (refusal.isPresent() && !VIOLATED.equals(refusal.get().getSQLState())) {
        refusals.add(remedies.refusal(check, refusal.get()));
        return;
      }
    }
  }

  /** Why the server does not run them. One that takes long is not judged. */
  private Optional<SQLException> refusal(String statements) throws SQLException {
    try (var statement = owner.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(statements);
      owner.commit();
      return Optional.empty();
    } catch (SQLException e) {
      var isTooSlow = CANCELLED.equals(e.getSQLState());
      if (PostgresFailures.isOfServer(e) && !isTooSlow) {
        throw e;
      }
      owner.rollback();
      return isTooSlow ? Optional.empty() : Optional.of(e);
    }
  }

  private void refused(SchemaEntry entry, SQLException e) throws SQLException {
    if (UNDEFINED.contains(String.valueOf(e.getSQLState())) && namesWhatIsLacking(e)) {
      consequences++;
    } else {
      refusals.add(remedies.refusal(entry, e));
    }
    lacking.add(entry.qualifiedName());
  }

  private boolean namesWhatIsLacking(SQLException e) {
    var said = Remedies.said(e);
    return lacking.stream().anyMatch(said::contains);
  }
}
