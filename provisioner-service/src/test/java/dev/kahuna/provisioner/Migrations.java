package dev.kahuna.provisioner;

import static org.awaitility.Awaitility.await;

import dev.kahuna.event.Examples;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.request.MigrationRequest;
import dev.kahuna.request.MigrationRequest.AccessKey;
import dev.kahuna.request.MigrationRequest.Archive;
import dev.kahuna.request.MigrationRequest.Replica;
import dev.kahuna.request.MigrationRequest.Source;
import dev.kahuna.request.MigrationRequest.Standby;
import dev.kahuna.request.MigrationRequest.Target;
import dev.kahuna.request.SecretRef;
import dev.kahuna.step.StepOutcome;
import dev.kahuna.step.StepOutcome.Done;
import dev.kahuna.step.StepWork;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Migrations for tests, and the rounds of a step. */
public final class Migrations {
  private Migrations() {}

  /** A request for the app {@code shop} that the cloud can fulfil, its secrets stored there. */
  public static MigrationRequest request(ProvisionerTestbed cloud) {
    var access = cloud.archive.access();
    return new MigrationRequest(
        new Source(
            List.of("shop"),
            "DATABASE_URL",
            cloud.secrets.put("test", "token", ProvisionerTestbed.TOKEN),
            15),
        new Archive(
            access.prefix(),
            access.region(),
            Optional.of(
                new AccessKey(
                    cloud.secrets.put("test", "archive-id", access.accessKeyId()),
                    cloud.secrets.put("test", "archive-secret", access.secretAccessKey()))),
            Optional.empty(),
            Optional.of(access.endpoint())),
        new Replica(
            "r7i.large",
            100,
            List.of("10.0.0.0/8"),
            List.of("0.0.0.0/0"),
            Standby.HOST,
            1,
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        new Target("17.7", "db.r7g.large", "shop", List.of()),
        Examples.request().cutover());
  }

  /** The request with other hosts. */
  public static MigrationRequest with(MigrationRequest request, Replica replica) {
    return new MigrationRequest(
        request.source(), request.archive(), replica, request.target(), request.cutover());
  }

  /** The request with another archive. */
  public static MigrationRequest with(MigrationRequest request, Archive archive) {
    return new MigrationRequest(
        request.source(), archive, request.replica(), request.target(), request.cutover());
  }

  /** The request with another target. */
  public static MigrationRequest with(MigrationRequest request, Target target) {
    return new MigrationRequest(
        request.source(), request.archive(), request.replica(), target, request.cutover());
  }

  /** The request with another source. */
  public static MigrationRequest with(MigrationRequest request, Source source) {
    return new MigrationRequest(
        source, request.archive(), request.replica(), request.target(), request.cutover());
  }

  /** The source with another token. */
  public static Source withToken(Source source, SecretRef token) {
    return new Source(source.apps(), source.configVar(), token, source.version());
  }

  /** A migration {@code shop} with a request and further facts. */
  public static Migration shop(MigrationRequest request, MigrationEvent... facts) {
    var migration = fold(Migration.of("shop"), new MigrationRequested(request), 0);
    for (int i = 0; i < facts.length; i++) {
      migration = fold(migration, facts[i], i + 1);
    }
    return migration;
  }

  private static Migration fold(Migration migration, MigrationEvent fact, long offset) {
    return migration.with(new LoggedEvent("shop", fact, offset, Instant.EPOCH, "test"));
  }

  /** Repeats a step's work until it is done, as the runner does, and returns the fact. */
  public static <E extends MigrationEvent> E done(
      Class<E> type, Migration migration, StepWork work) {
    var last = new AtomicReference<StepOutcome>();
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              last.set(work.run(migration));
              return last.get() instanceof Done;
            });
    return type.cast(((Done) last.get()).fact());
  }
}
