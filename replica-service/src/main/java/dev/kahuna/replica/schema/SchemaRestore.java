package dev.kahuna.replica.schema;

import dev.kahuna.failure.Rejected;
import dev.kahuna.postgres.PostgresFailures;
import dev.kahuna.postgres.Queries;
import dev.kahuna.replica.copy.Workers;
import dev.kahuna.telemetry.Progress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes a schema on the target. Each entry is recorded in {@code kahuna.restored_entries}, in the
 * transaction that created it, so a restart continues where it stopped.
 *
 * @param owner opens a session of the role that will own everything
 * @param atATime how many indexes are built at a time
 * @param report receives the progress about once a second
 */
public record SchemaRestore(Opener owner, int atATime, Consumer<Progress> report) {
  private static final Queries QUERIES = Queries.of(SchemaRestore.class);
  private static final String ATTACH = "TABLE ATTACH";

  /** Opens a session. */
  @FunctionalInterface
  public interface Opener {
    Connection open() throws SQLException;
  }

  /**
   * One thing to do, in its own transaction, recorded under a key.
   *
   * @param refusal what the operator reads if the server refuses it
   */
  private record Task(String key, String sql, long weight, Function<SQLException, String> refusal) {
    Task(String key, String sql, long weight) {
      this(key, sql, weight, SchemaRestore::refusal);
    }

    String refused(SQLException e) throws SQLException {
      if (PostgresFailures.isOfServer(e)) {
        throw e;
      }
      return refusal.apply(e);
    }
  }

  /**
   * Creates the tables and everything else that must exist before the rows, in pg_dump's order.
   * Leaves out constraints that may look for rows of other tables, see {@link RowCheck}.
   *
   * @param entries of the dump's section pre-data, without extensions, which the app's role may not
   *     create
   * @throws Rejected naming the first entry that the server refuses
   */
  public void preData(List<SchemaEntry> entries) throws Exception {
    var done = done();
    var tasks = entries.stream().map(entry -> task(entry, Map.of())).toList();
    run(tasks, 1, true, done, new Weights(List.of(tasks), done));
    try (var session = session()) {
      RowCheck.setAside(session);
    }
    secure("pre-data");
  }

  /**
   * Creates only the indexes by which replicated changes find their rows.
   *
   * @param entries of the dump's section post-data
   * @throws Rejected naming every entry that the server refuses, after the others were created
   */
  public void rowIdentity(List<SchemaEntry> entries) throws Exception {
    var done = done();
    var tasks =
        entries.stream()
            .filter(SchemaEntry::identifiesRows)
            .map(entry -> task(entry, Map.of()))
            .toList();
    run(tasks, atATime, false, done, new Weights(List.of(tasks), done));
  }

  /**
   * Creates what follows the rows: indexes and constraints, several at a time and the largest
   * first, then the constraints that {@link #preData} left out, then the rest in pg_dump's order.
   * Then validates constraints and collects statistics, again several at a time.
   *
   * @param entries of the dump's section post-data
   * @param weights by {@link SchemaEntry#key}: the size of an index on disk, where known
   * @throws Rejected naming every entry that the server refuses, after the others were created
   */
  public void postData(List<SchemaEntry> entries, Map<String, Long> weights) throws Exception {
    var done = done();
    var indexes =
        entries.stream()
            .filter(SchemaEntry::buildsIndex)
            .map(entry -> task(entry, weights))
            .sorted(Comparator.comparingLong(Task::weight).reversed())
            .toList();
    var others =
        entries.stream()
            .filter(entry -> !entry.buildsIndex())
            .map(entry -> task(entry.withoutValidation(), weights))
            .toList();
    var aside = aside();
    var checks = aside.stream().map(check -> new Task(check.key(), check.make(), 1)).toList();
    var validations =
        Stream.concat(
                entries.stream()
                    .filter(SchemaEntry::isForeignKeyToValidate)
                    .map(SchemaRestore::validation),
                aside.stream().filter(RowCheck::validated).map(SchemaRestore::validation))
            .toList();
    var progress = new Weights(List.of(indexes, checks, others, validations), done);
    run(indexes, atATime, false, done, progress);
    run(checks, 1, false, done, progress);
    run(others, 1, false, done, progress);
    run(validations, atATime, false, done, progress);
    analyze();
    secure("post-data");
  }

  /** Waits for a commit, and so for all earlier asynchronous commits. */
  private void secure(String section) throws SQLException {
    try (var session = owner.open()) {
      QUERIES.run(session, "restored", section);
    }
  }

  private Set<String> done() throws SQLException {
    try (var connection = owner.open()) {
      return Set.copyOf(QUERIES.list(connection, "restored-entries", row -> row.getString(1)));
    }
  }

  private List<RowCheck> aside() throws SQLException {
    try (var connection = owner.open()) {
      return RowCheck.asideOn(connection);
    }
  }

  private static Task task(SchemaEntry entry, Map<String, Long> weights) {
    var weight = Math.max(1, weights.getOrDefault(entry.key(), 1L));
    return new Task(entry.key(), statements(entry), weight);
  }

  /**
   * What makes it. As a partition is attached, the server looks into the functions of constraints,
   * which may prove what the partition holds.
   */
  static String statements(SchemaEntry entry) {
    return entry.type().equals(ATTACH) ? RowCheck.asTheApp(entry.sql()) : entry.sql();
  }

  private static Task validation(SchemaEntry entry) {
    return new Task("VALIDATE " + entry.key(), entry.validation(), 1);
  }

  private static Task validation(RowCheck check) {
    return new Task("VALIDATE " + check.key(), check.validation(), 1, check::refusal);
  }

  private void run(
      List<Task> tasks, int connections, boolean stopAtOnce, Set<String> done, Weights progress)
      throws Exception {
    var refused = new ConcurrentHashMap<String, String>();
    new Workers(connections, () -> report.accept(progress.now()))
        .each(
            tasks.stream().filter(task -> !done.contains(task.key())).toList(),
            this::session,
            (session, task) -> {
              try {
                perform(session, task);
              } catch (SQLException e) {
                refused.put(task.key(), task.refused(e));
                session.rollback();
                if (stopAtOnce) {
                  throw refused(refused);
                }
              }
              progress.done(task);
            });
    if (!refused.isEmpty()) {
      throw refused(refused);
    }
  }

  private static Rejected refused(Map<String, String> refused) {
    return new Rejected(
        "The target refuses these parts of the schema: "
            + refused.entrySet().stream()
                .map(SchemaRestore::told)
                .sorted()
                .collect(Collectors.joining("; ")));
  }

  private static String told(Map.Entry<String, String> refusal) {
    return refusal.getKey() + ": " + refusal.getValue();
  }

  /** The server's sentence without its detail, which may hold values. */
  private static String refusal(SQLException e) {
    return e instanceof org.postgresql.util.PSQLException p && p.getServerErrorMessage() != null
        ? String.valueOf(p.getServerErrorMessage().getMessage())
        : String.valueOf(e.getMessage());
  }

  private Connection session() throws SQLException {
    var connection = owner.open();
    QUERIES.one(connection, "build-settings", row -> row.getString(1), atATime);
    connection.setAutoCommit(false);
    return connection;
  }

  /**
   * The journal line comes first: inserting it waits for another instance that creates the same
   * entry.
   */
  private static void perform(Connection session, Task task) throws SQLException {
    if (QUERIES.run(session, "restored", task.key()) == 1) {
      try (var statement = session.createStatement()) {
        statement.setEscapeProcessing(false);
        statement.execute(task.sql());
      }
    }
    session.commit();
  }

  private void analyze() throws Exception {
    List<String> tables;
    try (var connection = owner.open()) {
      tables = QUERIES.list(connection, "analyzable", row -> row.getString(1));
    }
    new Workers(atATime, () -> {})
        .each(
            tables,
            owner::open,
            (session, table) -> {
              try (var statement = session.createStatement()) {
                statement.execute("ANALYZE " + table);
              }
            });
  }

  /** The total progress in bytes of indexes; an entry that is not an index counts as one byte. */
  private static final class Weights {
    private final long total;
    private long done;

    Weights(List<List<Task>> tasks, Set<String> done) {
      var all = new ArrayList<Task>();
      tasks.forEach(all::addAll);
      this.total = all.stream().mapToLong(Task::weight).sum();
      this.done = all.stream().filter(t -> done.contains(t.key())).mapToLong(Task::weight).sum();
    }

    synchronized void done(Task task) {
      done += task.weight();
    }

    synchronized Progress now() {
      return new Progress(done, total, "bytes");
    }
  }
}
