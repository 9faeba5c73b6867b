package dev.kahuna.replica.schema;

import dev.kahuna.failure.FailureKind;
import dev.kahuna.postgres.PostgresFailures;
import dev.kahuna.postgres.Queries;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
  }

  /** Tries entries of the dump's section post-data, in the order of the migration. */
  public void postData(List<SchemaEntry> entries) throws SQLException {
    for (var entry : entries) {
      if (entry.buildsIndex()) {
        make(entry);
      }
    }
    for (var entry : entries) {
      if (!entry.buildsIndex()) {
        make(SchemaRestore.unvalidated(entry));
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
    try (var statement = owner.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(entry.sql());
      owner.commit();
    } catch (SQLException e) {
      requireAnswer(e);
      owner.rollback();
      refused(entry, e);
    }
  }

  /** A bug for a statement of Kahuna's own, such as a syntax error, is a refusal for pg_dump's. */
  private static void requireAnswer(SQLException e) throws SQLException {
    if (PostgresFailures.kind(e) == FailureKind.UNAVAILABLE && !isTooSlow(e)) {
      throw e;
    }
  }

  private static boolean isTooSlow(SQLException e) {
    return CANCELLED.equals(e.getSQLState());
  }

  private void refused(SchemaEntry entry, SQLException e) throws SQLException {
    if (isTooSlow(e)) {
      return;
    }
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
