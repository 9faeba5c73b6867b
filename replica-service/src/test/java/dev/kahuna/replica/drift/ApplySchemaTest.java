package dev.kahuna.replica.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kahuna.event.OperatorEvent.SchemaApplyRequested;
import dev.kahuna.event.OperatorEvent.SchemaDifferencesAccepted;
import dev.kahuna.event.ReplicaEvent.SchemaDiffers;
import dev.kahuna.event.ReplicaEvent.SchemaSettled;
import dev.kahuna.event.SchemaDifference;
import dev.kahuna.failure.Rejected;
import dev.kahuna.fault.Survives;
import dev.kahuna.schema.SchemaComparison;
import dev.kahuna.step.StepOutcome;
import dev.kahuna.step.StepOutcome.Done;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A deployment of the app between the two windows. */
class ApplySchemaTest {
  private FollowedSchema servers;
  private SchemaWatch watch;

  @BeforeEach
  void start() throws Exception {
    servers =
        new FollowedSchema(
            "CREATE TYPE public.plan AS ENUM ('free', 'paid')",
            "CREATE TABLE public.customers (id int PRIMARY KEY, email text NOT NULL, plan"
                + " public.plan NOT NULL DEFAULT 'free')",
            "CREATE TABLE public.deployed (version int PRIMARY KEY, at timestamptz NOT NULL DEFAULT"
                + " now())");
    watch = new SchemaWatch(servers.endpoints, new SchemaComparison());
  }

  @AfterEach
  void stop() {
    servers.close();
  }

  @Test
  @Survives(
      fault = 41,
      done =
          "between the windows the app makes an index, a view, a label, a default, a function, a"
              + " trigger, a column and a table with rows; replication stops at them",
      held =
          "all are listed with their SQL, the command runs it, and the rows of all tables arrive")
  void aDeploymentOnTheReplicaIsListedAndBroughtToAurora() throws Exception {
    assertThat(watch.awaitDifference(servers.migration())).isInstanceOf(StepOutcome.NotYet.class);
    servers.onReplica(
        "INSERT INTO public.customers VALUES (1, 'One', 'free')",
        "CREATE UNIQUE INDEX customers_email_once ON public.customers (lower(email))",
        "CREATE VIEW public.paying AS SELECT id, email FROM public.customers WHERE plan = 'paid'",
        "ALTER TYPE public.plan ADD VALUE 'partner'",
        "ALTER TABLE public.customers ALTER COLUMN plan SET DEFAULT 'paid'",
        "CREATE FUNCTION public.no_shouting() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.email"
            + " := lower(NEW.email); RETURN NEW; END'",
        "CREATE TRIGGER no_shouting BEFORE INSERT ON public.customers FOR EACH ROW EXECUTE FUNCTION"
            + " public.no_shouting()",
        "ALTER TABLE public.customers ADD since date NOT NULL DEFAULT '2026-01-01'",
        "CREATE TABLE public.late (id serial PRIMARY KEY, customer int REFERENCES"
            + " public.customers)",
        "INSERT INTO public.customers VALUES (2, 'Two', 'partner')",
        "INSERT INTO public.late (customer) SELECT 2 FROM generate_series(1, 50)",
        "INSERT INTO public.deployed VALUES (2)");
    var list = differs();
    assertThat(list.differences())
        .extracting(SchemaDifference::object)
        .contains(
            "index public.customers_email_once",
            "view public.paying",
            "label public.plan 'partner'",
            "default public.customers.plan",
            "function public.no_shouting()",
            "trigger public.customers no_shouting",
            "column public.customers.since",
            "table public.late");
    assertThat(apply(list)).isEqualTo(new SchemaSettled(1, 1));
    assertThat(watch.awaitDifference(servers.migration())).isInstanceOf(StepOutcome.NotYet.class);
    assertThat(servers.askTarget("SELECT count(*) FROM public.late")).isEqualTo("50");
    assertThat(
            servers.askTarget(
                "SELECT string_agg(email || since, ' ' ORDER BY id) FROM public.customers"))
        .isEqualTo("One2026-01-01 two2026-01-01");
    assertThat(servers.askTarget("SELECT tableowner FROM pg_tables WHERE tablename = 'late'"))
        .isEqualTo("app");
    servers.onReplica("INSERT INTO public.late (customer) VALUES (1)");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> servers.askTarget("SELECT count(*) FROM public.late").equals("51"));
    assertThat(
            servers.replica.query(
                "SELECT rolbypassrls FROM pg_roles WHERE rolname = 'kahuna_replication'"))
        .isEqualTo("f");
  }

  @Test
  void aTableThatTheOperatorMadeByHandIsStillToBeFollowed() throws Exception {
    servers.onReplica(
        "CREATE TABLE public.late (id int PRIMARY KEY)",
        "INSERT INTO public.late VALUES (1)",
        "CREATE TABLE public.system_user (\"system_user\" int PRIMARY KEY)");
    servers.onTarget(
        "SET ROLE app",
        "CREATE TABLE public.late (id int PRIMARY KEY)",
        "CREATE TABLE public.system_user (\"system_user\" int PRIMARY KEY)");
    var list = differs();
    assertThat(list.differences())
        .extracting(SchemaDifference::object)
        .containsExactly(
            "table public.late of the subscription",
            "table public.system_user of the subscription");
    apply(list);
    assertThat(servers.askTarget("SELECT count(*) FROM public.late")).isEqualTo("1");
  }

  @Test
  void whatIsMadeEqualByHandSettlesTheList() throws Exception {
    servers.onReplica("CREATE INDEX late ON public.customers (email)");
    var list = differs();
    assertThat(watch.awaitSettled(servers.migration())).isInstanceOf(StepOutcome.NotYet.class);
    servers.onTarget("SET ROLE app", list.differences().getFirst().sql());
    assertThat(watch.awaitSettled(servers.migration()))
        .isEqualTo(StepOutcome.done(new SchemaSettled(1, 0)));
  }

  @Test
  void whatAuroraRefusesIsNamedAndMayBeLeftAsItIs() throws Exception {
    servers.onTarget(
        "SET ROLE app", "INSERT INTO public.customers VALUES (7, 'x', 'free'), (8, 'x', 'free')");
    servers.onReplica("CREATE UNIQUE INDEX once ON public.customers (email)");
    var list = differs();
    assertThatThrownBy(() -> apply(list))
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("index public.once: could not create unique index \"once\"")
        .hasMessageContaining("kahuna accept-schema shop-2026");
    servers.know(new SchemaDifferencesAccepted(1, list.differences()));
    assertThat(apply(list)).isEqualTo(new SchemaSettled(1, 0));
    assertThat(watch.awaitDifference(servers.migration())).isInstanceOf(StepOutcome.NotYet.class);
  }

  private SchemaDiffers differs() throws Exception {
    var outcome = watch.awaitDifference(servers.migration());
    assertThat(outcome).isInstanceOf(Done.class);
    var list = (SchemaDiffers) ((Done) outcome).fact();
    servers.know(list);
    return list;
  }

  /** As the step is run, until it is done. */
  private SchemaSettled apply(SchemaDiffers list) throws Exception {
    servers.know(new SchemaApplyRequested(list.number()));
    var step = new ApplySchema(servers.endpoints, watch);
    var settled = new AtomicReference<SchemaSettled>();
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              if (step.run(servers.migration()) instanceof Done(SchemaSettled fact)) {
                settled.set(fact);
              }
              return settled.get() != null;
            });
    servers.know(settled.get());
    return settled.get();
  }
}
