package dev.kahuna.cutover;

import dev.kahuna.cutover.app.RogueSession;
import dev.kahuna.postgres.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A session of the app's role on Heroku's database that ignores the fence: it begins READ WRITE,
 * changes something, and commits a while later.
 */
final class RogueWriter {
  static final List<String> OBJECTS =
      List.of(
          "CREATE TABLE rogue (id text)",
          "CREATE TABLE rogue_kept AS SELECT 1 AS id",
          "CREATE SEQUENCE rogue_numbers");

  /** What it does, and how to see whether a database has it. */
  enum Kind {
    ROW("INSERT INTO rogue VALUES ('ROW')", "SELECT count(*) = 1 FROM rogue WHERE id = 'ROW'"),
    TRUNCATE("TRUNCATE rogue_kept", "SELECT count(*) = 0 FROM rogue_kept"),
    TABLE("CREATE TABLE rogue_made ()", "SELECT to_regclass('rogue_made') IS NOT NULL"),
    NUMBER("SELECT nextval('rogue_numbers')", "SELECT is_called FROM rogue_numbers"),
    /** Its transaction idles, and writes just before its end. */
    LATE_ROW(
        "INSERT INTO rogue VALUES ('LATE')", "SELECT count(*) = 1 FROM rogue WHERE id = 'LATE'");

    private final String change;
    private final String shown;

    Kind(String change, String shown) {
      this.change = change;
      this.shown = shown;
    }
  }

  /**
   * What it means to do.
   *
   * @param after the fence, until it begins
   * @param open until it commits
   */
  record Plan(Kind kind, Duration after, Duration open) {}

  private final Plan plan;
  private final CompletableFuture<Boolean> acknowledged = new CompletableFuture<>();

  private RogueWriter(Plan plan) {
    this.plan = plan;
  }

  static RogueWriter start(TestPostgres heroku, Plan plan) {
    var rogue = new RogueWriter(plan);
    Thread.ofVirtual().start(() -> rogue.acknowledged.complete(rogue.hasWritten(heroku)));
    return rogue;
  }

  private boolean hasWritten(TestPostgres heroku) {
    try {
      Thread.sleep(plan.after());
      try (var session = RogueSession.in(CutoverUnderLoad.asTheApp(heroku, "p:w"))) {
        write(session);
        session.commit();
        return true;
      }
    } catch (SQLException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void write(RogueSession session) throws SQLException, InterruptedException {
    var late = plan.kind() == Kind.LATE_ROW;
    if (late) {
      Thread.sleep(plan.open());
    }
    session.execute(plan.kind().change);
    if (!late) {
      Thread.sleep(plan.open());
    }
  }

  /** What the server acknowledged, once it has ended; empty if it could not commit. */
  Optional<Kind> acknowledged() {
    return acknowledged.join() ? Optional.of(plan.kind()) : Optional.empty();
  }

  /** Whether that database has what this kind writes. */
  static boolean isOn(Connection database, Kind kind) throws SQLException {
    try (var statement = database.createStatement();
        var row = statement.executeQuery(kind.shown)) {
      row.next();
      return row.getBoolean(1);
    }
  }

  @Override
  public String toString() {
    return plan.toString();
  }
}
