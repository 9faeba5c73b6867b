package dev.kahuna.cutover.window;

import dev.kahuna.cutover.app.AppLogin;
import dev.kahuna.cutover.app.HerokuApps;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.database.Parallel;
import dev.kahuna.cutover.replication.CutoverLag;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.CutoverEvent.SavedApp;
import dev.kahuna.event.HostRole;
import dev.kahuna.event.Leg;
import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.event.ReplicaEvent.ReplicaStarted;
import dev.kahuna.failure.Rejected;
import dev.kahuna.heroku.HerokuApi;
import dev.kahuna.heroku.HerokuApi.Formation;
import dev.kahuna.migration.Migration;
import dev.kahuna.migration.SecretNames;
import dev.kahuna.postgres.Credentials;
import dev.kahuna.postgres.PostgresEndpoint;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.StepOutcome;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that can be done before the app notices: the apps as they are, saved; the new database
 * reached with the credentials that the apps will get; enough calls left.
 */
public final class Preparation {
  /** The second name of Heroku's database, since the last attachment of an add-on can't go. */
  static final String SECOND_NAME = "KAHUNA_SOURCE";

  private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);
  private static final int CALLS_FOR_ALL = 200;
  private static final int CALLS_FOR_AN_APP = 200;

  private final CutoverDatabases databases;
  private final HerokuApps apps;
  private final Secrets secrets;
  private final CutoverLag distance;

  public Preparation(CutoverDatabases databases, HerokuApps apps, Secrets secrets) {
    this.databases = databases;
    this.distance = new CutoverLag(databases);
    this.apps = apps;
    this.secrets = secrets;
  }

  public StepOutcome run(Migration migration, Leg leg) throws Exception {
    var api = apps.api(migration);
    var names = migration.request().source().apps();
    for (var app : names) {
      secondAttachment(api, app, migration.request().source().configVar());
    }
    for (var app : names) {
      if (HerokuApps.running(api, app, HerokuApps.quantities(api, app)).isEmpty()) {
        return StepOutcome.notYet("waiting for the dynos of " + app, Duration.ofSeconds(1));
      }
    }
    var saved = Parallel.map(names, app -> save(migration, leg, api, app));
    var oldUrl = oldUrl(saved);
    var newUrl = newUrl(migration, leg, oldUrl);
    reach(migration, leg, newUrl);
    var findings = leg == Leg.TO_REPLICA ? suitability(migration, oldUrl) : List.<Finding>of();
    var behind = distance.tooFar(migration, leg, oldUrl);
    if (behind.isPresent()) {
      return StepOutcome.notYet("waiting: " + behind.get(), Duration.ofSeconds(1));
    }
    var needed = CALLS_FOR_ALL + CALLS_FOR_AN_APP * names.size();
    if (api.remainingTokens() < needed) {
      return StepOutcome.notYet(
          "waiting until Heroku grants %d calls again, %d are left"
              .formatted(needed, api.remainingTokens()),
          Duration.ofSeconds(15));
    }
    return StepOutcome.done(
        new CutoverPrepared(
            leg,
            migration.attempt(AttemptSeries.cutover(leg)),
            saved,
            secrets.put(migration.id(), SecretNames.newUrl(leg), newUrl.format()),
            findings));
  }

  private List<Finding> suitability(Migration migration, PostgresUrl heroku) throws SQLException {
    try (var source = databases.replica(migration, heroku.endpoint().database());
        var target = databases.target(migration)) {
      return Suitability.check(source, target);
    }
  }

  /** So that the first can be taken away inside the window. A release, hence here. */
  private static void secondAttachment(HerokuApi api, String app, String configVar)
      throws InterruptedException {
    var attachments = api.attachments(app);
    var owner =
        attachments.stream()
            .filter(a -> a.configVar().equals(configVar) && a.namespace().isEmpty())
            .findFirst();
    if (owner.isEmpty() || !owner.get().billingApp().equals(app)) {
      return;
    }
    var others = attachments.stream().filter(a -> a.addonId().equals(owner.get().addonId()));
    if (others.count() == 1) {
      api.attach(app, owner.get().addon(), SECOND_NAME);
    }
  }

  private SavedApp save(Migration migration, Leg leg, HerokuApi api, String app)
      throws InterruptedException {
    var configVar = migration.request().source().configVar();
    var value = api.configVars(app).get(configVar);
    if (value == null) {
      throw new Rejected("The app %s has no config var %s".formatted(app, configVar));
    }
    var owner = HerokuApps.owner(api, app, configVar);
    var formation =
        api.formation(app).stream().collect(Collectors.toMap(Formation::type, Formation::quantity));
    if (formation.containsKey("release")) {
      LOG.info("{} {} has a release phase, which runs inside the window", migration, app);
    }
    return new SavedApp(
        app,
        configVar,
        secrets.put(migration.id(), SecretNames.oldUrl(leg, app), value),
        owner.map(HerokuApi.Attachment::id).orElse(""),
        owner.map(HerokuApi.Attachment::addon).orElse(""),
        formation);
  }

  private PostgresUrl oldUrl(List<SavedApp> saved) {
    var urls = saved.stream().map(app -> PostgresUrl.parse(secrets.read(app.oldValue()))).toList();
    if (new HashSet<>(urls.stream().map(PostgresUrl::endpoint).toList()).size() > 1) {
      throw new Rejected(
          "The apps do not share one database: "
              + saved.stream().map(SavedApp::name).collect(Collectors.joining(", ")));
    }
    return urls.getFirst();
  }

  private PostgresUrl newUrl(Migration migration, Leg leg, PostgresUrl old) {
    return switch (leg) {
      case BACK_TO_REPLICA ->
          PostgresUrl.parse(
              secrets.read(migration.get(CutoverPrepared.class, Leg.TO_REPLICA).newUrl()));
      case TO_REPLICA ->
          new PostgresUrl(
              new PostgresEndpoint(
                  migration.get(HostLaunched.class, HostRole.REPLICA).publicAddress(),
                  migration.get(ReplicaStarted.class).port(),
                  old.endpoint().database()),
              old.credentials());
      case TO_AURORA -> {
        var target = migration.get(TargetCreated.class);
        var password =
            secrets.read(SecretNames.reference(migration.id(), SecretNames.APP_PASSWORD));
        yield new PostgresUrl(
            new PostgresEndpoint(target.host(), target.port(), target.database()),
            new Credentials.Password(old.credentials().user(), password));
      }
    };
  }

  /** A wrong password, a missing rule or a wrong certificate shows here and not in the window. */
  private void reach(Migration migration, Leg leg, PostgresUrl url) throws Exception {
    if (leg == Leg.BACK_TO_REPLICA) {
      // The app's login is closed there until the window has proven that nothing is missing.
      databases.replica(migration).close();
      return;
    }
    if (leg == Leg.TO_AURORA) {
      try (var target = databases.target(migration)) {
        AppLogin.open(target, url.credentials().user());
      }
    }
    try (var connection =
        databases.asTheApp(migration, leg, url).open(CutoverDatabases.AS_THE_APP)) {
      if (!connection.isValid(3)) {
        throw new Rejected("The new database does not answer at " + url.endpoint());
      }
    }
  }
}
