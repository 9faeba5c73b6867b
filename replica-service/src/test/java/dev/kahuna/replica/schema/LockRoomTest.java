package dev.kahuna.replica.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kahuna.postgres.TestPostgres;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LockRoomTest {
  private static final int TABLES = 25_000;
  private static final String LOCK_THEM =
      "SELECT count(pg_advisory_xact_lock(i)) FROM generate_series(1, %d) i".formatted(TABLES);
  private static final Pattern VALUE =
      Pattern.compile("ParameterName=max_locks_per_transaction,ParameterValue=(\\d+),");

  private static TestPostgres target;

  @BeforeAll
  static void start() {
    target =
        TestPostgres.of(17)
            .set("max_locks_per_transaction", "10")
            .set("max_connections", "20")
            .set("max_prepared_transactions", "5")
            .start();
  }

  @AfterAll
  static void end() {
    target.close();
  }

  @Test
  void withTheValueThatIsNamedEveryTableCanBeLocked() throws SQLException {
    assertThatThrownBy(() -> target.query(LOCK_THEM)).hasMessageContaining("out of shared memory");
    var sentence = lack(TABLES).orElseThrow();
    assertThat(sentence)
        .startsWith("The target has room for 250 locks: max_locks_per_transaction (10)")
        .contains("has 25000 tables")
        .contains("aws rds modify-db-cluster-parameter-group", "ApplyMethod=pending-reboot")
        .contains("aws rds reboot-db-instance");
    var value = VALUE.matcher(sentence);
    assertThat(value.find()).isTrue();

    target.execute("ALTER SYSTEM SET max_locks_per_transaction = " + value.group(1));
    target.restart();

    assertThat(lack(TABLES)).isEmpty();
    assertThatCode(() -> target.query(LOCK_THEM)).doesNotThrowAnyException();
  }

  @Test
  void whatATransactionLocksIsCounted() throws SQLException {
    target.execute(
        "CREATE SCHEMA counted",
        "CREATE TABLE counted.orders (id serial PRIMARY KEY, year int) ",
        "CREATE TABLE counted.by_year (year int) PARTITION BY LIST (year)",
        "CREATE TABLE counted.by_year_1 PARTITION OF counted.by_year FOR VALUES IN (1)",
        "CREATE INDEX ON counted.by_year (year)",
        "CREATE VIEW counted.all_orders AS SELECT * FROM counted.orders");
    try (var connection = target.open()) {
      assertThat(LockRoom.relations(connection)).isEqualTo(1 + 2);
    }
  }

  private static Optional<String> lack(long relations) throws SQLException {
    try (var connection = target.open()) {
      return LockRoom.of(connection).lack(relations);
    }
  }
}
