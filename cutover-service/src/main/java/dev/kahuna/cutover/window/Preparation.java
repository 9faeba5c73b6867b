package dev.kahuna.cutover.window;

import dev.kahuna.cutover.app.HerokuApps;
import dev.kahuna.cutover.app.SaveApps;
import dev.kahuna.cutover.app.SecondAttachment;
import dev.kahuna.cutover.compare.SameSchema;
import dev.kahuna.cutover.database.CutoverDatabases;
import dev.kahuna.cutover.index.IndexesInWindow;
import dev.kahuna.cutover.index.TextIndex;
import dev.kahuna.cutover.replication.CutoverLag;
import dev.kahuna.cutover.setting.SettingsOfApp;
import dev.kahuna.cutover.view.RefreshViews;
import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.CutoverEvent.ReplicaChecked;
import dev.kahuna.event.Leg;
import dev.kahuna.migration.Migration;
import dev.kahuna.migration.SecretNames;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.secret.Secrets;
import dev.kahuna.step.StepOutcome;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Does everything that can be done before the app notices: saves the apps as they are, reaches the
 * new database with the credentials that the apps will get, gives their sessions the settings that
 * they have now, and waits for enough calls to Heroku.
 */
public final class Preparation {
  /** How long refreshing materialized views may take, before anything is down. */
  private static final Duration REFRESH = Duration.ofMinutes(10);

  private final CutoverDatabases databases;
  private final HerokuApps apps;
  private final Secrets secrets;
  private final SaveApps saveApps;
  private final NewDatabaseUrl newDatabaseUrl;
  private final ReachNewDatabase newDatabase;
  private final RehearsedSchema rehearsed;
  private final Suitability suitability;
  private final SettingsOfApp settings;
  private final SameSchema sameSchema;
  private final CutoverLag lag;
  private final RefreshViews views;

  public Preparation(CutoverDatabases databases, HerokuApps apps, Secrets secrets) {
    this.databases = databases;
    this.apps = apps;
    this.secrets = secrets;
    this.saveApps = new SaveApps(secrets);
    this.newDatabaseUrl = new NewDatabaseUrl(secrets);
    this.newDatabase = new ReachNewDatabase(databases);
    this.rehearsed = new RehearsedSchema(databases);
    this.suitability = new Suitability(databases);
    this.settings = new SettingsOfApp(databases);
    this.sameSchema = new SameSchema(databases);
    this.lag = new CutoverLag(databases);
    this.views = new RefreshViews(databases, REFRESH);
  }

  public StepOutcome run(Migration migration, Leg leg) throws Exception {
    var api = apps.api(migration);
    SecondAttachment.attach(migration, api);
    var booting = HerokuApps.notRunning(migration, api);
    if (booting.isPresent()) {
      return StepOutcome.notYet("waiting for the dynos of " + booting.get(), Duration.ofSeconds(1));
    }
    var saved = saveApps.save(migration, leg, api);
    var oldUrl = saveApps.sharedUrl(saved);
    var newUrl = newDatabaseUrl.of(migration, leg, oldUrl);
    newDatabase.reach(migration, leg, newUrl);
    var voided = rehearsed.voided(migration, leg, oldUrl);
    if (voided.isPresent()) {
      return StepOutcome.done(voided.get());
    }
    var findings = new ArrayList<>(suitability.findings(migration, leg, oldUrl));
    requireProvableIndexes(migration, leg, oldUrl);
    var differs = sameSchema.difference(migration, leg);
    if (differs.isPresent()) {
      return StepOutcome.notYet("waiting: " + differs.get(), Duration.ofSeconds(10));
    }
    findings.addAll(settings.carry(migration, leg, oldUrl, newUrl));
    var tooFar = lag.tooFar(migration, leg, oldUrl);
    if (tooFar.isPresent()) {
      return StepOutcome.notYet("waiting: " + tooFar.get(), Duration.ofSeconds(1));
    }
    var tooFewCalls = CallBudget.tooSmall(api, saved.size());
    if (tooFewCalls.isPresent()) {
      return tooFewCalls.get();
    }
    findings.addAll(views.run(migration, leg));
    return StepOutcome.done(
        new CutoverPrepared(
            leg,
            migration.attempt(AttemptSeries.cutover(leg)),
            saved,
            secrets.put(migration.id(), SecretNames.newUrl(leg), newUrl.format()),
            List.copyOf(findings)));
  }

  /** Those that reached the replica since it was checked count as well. */
  private void requireProvableIndexes(Migration migration, Leg leg, PostgresUrl heroku)
      throws SQLException {
    if (leg == Leg.TO_REPLICA) {
      try (var replica = databases.replica(migration, heroku.endpoint().database())) {
        var checked = migration.get(ReplicaChecked.class);
        IndexesInWindow.of(TextIndex.all(replica), checked)
            .requireFit(migration, checked.differing());
      }
    }
  }
}
