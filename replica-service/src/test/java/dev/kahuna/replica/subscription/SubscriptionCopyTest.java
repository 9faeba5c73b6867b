package dev.kahuna.replica.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kahuna.event.ReplicaEvent.DataCopied;
import dev.kahuna.failure.Rejected;
import dev.kahuna.replica.copy.CopyGauges;
import dev.kahuna.replica.copy.CopyProgressReport;
import dev.kahuna.replica.drift.FollowedSchema;
import dev.kahuna.replica.ssh.SshHosts;
import dev.kahuna.step.DueSteps;
import dev.kahuna.step.Saga;
import dev.kahuna.step.StepOutcome;
import dev.kahuna.step.StepOutcome.Done;
import dev.kahuna.step.StepOutcome.NotYet;
import dev.kahuna.telemetry.Progress;
import dev.kahuna.telemetry.Telemetry;
import dev.kahuna.telemetry.Telemetry.RowsCopied;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A subscription that has begun its copy: one table follows, another one can't be copied yet. */
@Timeout(120)
class SubscriptionCopyTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<Telemetry> samples = new ArrayList<>();
  private FollowedSchema servers;
  private SubscriptionCopy copy;
  private Connection lock;

  @BeforeEach
  void start() throws Exception {
    servers = new FollowedSchema("CREATE TABLE public.orders (id int PRIMARY KEY)");
    var secrets = servers.endpoints.secrets();
    var report =
        new CopyProgressReport(
            (migration, sample) -> samples.add(sample), new CopyGauges(meters), Clock.systemUTC());
    copy = new SubscriptionCopy(servers.endpoints, new SshHosts(secrets, 22), 2, secrets, report);
    servers.onReplica(
        "INSERT INTO public.orders SELECT generate_series(1, 5000)",
        "CREATE TABLE public.items (id int PRIMARY KEY)",
        "INSERT INTO public.items SELECT generate_series(1, 5000)",
        "GRANT SELECT ON public.items TO kahuna_replication");
    servers.onTarget("SET ROLE app", "CREATE TABLE public.items (id int PRIMARY KEY)");
    lock = servers.endpoints.target(servers.migration());
    lock.setAutoCommit(false);
    try (var statement = lock.createStatement()) {
      statement.execute("LOCK TABLE public.items IN SHARE MODE");
    }
    servers.onTarget("ALTER SUBSCRIPTION kahuna REFRESH PUBLICATION");
  }

  @AfterEach
  void stop() throws SQLException {
    lock.close();
    servers.close();
  }

  @Test
  void looksOnceAndMeasuresFromTheFirstLookOn() throws Exception {
    var first = notYet(look());
    assertThat(first.sentence()).isEqualTo("copying rows, 1 of 2 tables done");
    assertThat(first.recheckAfter()).isBetween(Duration.ofMillis(100), Duration.ofSeconds(10));
    var begun = progress(first);
    assertThat(begun.done()).isPositive().isLessThan(begun.total());
    assertThat(samples).singleElement().isInstanceOf(RowsCopied.class);

    servers.onReplica("INSERT INTO public.items SELECT generate_series(5001, 50000)");
    var second = progress(notYet(look()));
    assertThat(second.total()).as("another total would end the estimate").isEqualTo(begun.total());
    assertThat(second.done()).isGreaterThanOrEqualTo(begun.done());

    lock.close();
    await().atMost(LIMIT).pollInterval(Duration.ofMillis(100)).until(() -> look() instanceof Done);
    assertThat(look()).isInstanceOfSatisfying(Done.class, this::isWhole);
    assertThat(servers.askTarget("SELECT count(*) FROM public.items")).isEqualTo("50000");
  }

  private void isWhole(Done done) {
    assertThat(done.fact())
        .isInstanceOfSatisfying(DataCopied.class, fact -> assertThat(fact.tables()).isEqualTo(2));
  }

  /** To subscribe again would copy rows that are there a second time. */
  @Test
  void aSubscriptionThatSomebodyDropsIsNotMadeAgain() throws Exception {
    notYet(look());
    servers.onTarget("ALTER SUBSCRIPTION kahuna DISABLE");
    assertThatThrownBy(this::look)
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("Somebody has disabled the subscription kahuna");
    lock.close();
    servers.onTarget(
        "ALTER SUBSCRIPTION kahuna SET (slot_name = NONE)", "DROP SUBSCRIPTION kahuna");
    assertThatThrownBy(this::look)
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("Somebody has dropped the subscription kahuna")
        .hasMessageContaining("kahuna copy-again");
  }

  @Test
  void theGaugesStayBetweenLooksAndTheMeasurementBeginsAgainOnceItIsNotDue() throws Exception {
    var begun = progress(notYet(look()));
    assertThat(meters.get("kahuna.copy.tables.left").gauge().value()).isEqualTo(1);
    servers.onReplica("INSERT INTO public.items SELECT generate_series(5001, 50000)");
    copy.keepOnly(new DueSteps(Saga.of("test"), List.of()));
    assertThat(progress(notYet(look())).total()).isGreaterThan(begun.total());
  }

  private StepOutcome look() throws Exception {
    return copy.run(servers.migration());
  }

  private static NotYet notYet(StepOutcome outcome) {
    assertThat(outcome).isInstanceOf(NotYet.class);
    return (NotYet) outcome;
  }

  private static Progress progress(NotYet outcome) {
    return outcome.progress().orElseThrow();
  }
}
