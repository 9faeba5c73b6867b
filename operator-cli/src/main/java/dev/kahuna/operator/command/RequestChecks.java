package dev.kahuna.operator.command;

import dev.kahuna.heroku.HerokuApi;
import dev.kahuna.heroku.HerokuPlatform;
import dev.kahuna.heroku.HerokuRejected;
import dev.kahuna.heroku.HerokuUnavailable;
import dev.kahuna.operator.console.EventSentences;
import dev.kahuna.request.MigrationRequest;
import dev.kahuna.request.MigrationRequest.Source;
import dev.kahuna.request.MigrationRequest.Target;
import dev.kahuna.secret.SecretUnavailable;
import dev.kahuna.secret.Secrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.DBEngineVersion;

/**
 * Looks at what a request names before it is asked for. What this machine can't see is no reason to
 * refuse: preflight, which runs where the services do, looks again.
 */
final class RequestChecks {
  private static final String ENGINE = "aurora-postgresql";

  private final HerokuPlatform heroku;
  private final Secrets secrets;
  private final Supplier<Optional<RdsClient>> rds;

  /**
   * What was found.
   *
   * @param wrong sentences for which the request can't be
   * @param unchecked sentences on what was not looked at
   */
  record Findings(List<String> wrong, List<String> unchecked) {}

  /**
   * @param rds a client that is closed after use, or empty without AWS credentials here
   */
  RequestChecks(HerokuPlatform heroku, Secrets secrets, Supplier<Optional<RdsClient>> rds) {
    this.heroku = heroku;
    this.secrets = secrets;
    this.rds = rds;
  }

  Findings of(MigrationRequest request) throws InterruptedException {
    var findings = new Findings(new ArrayList<>(), new ArrayList<>());
    checkApps(request.source(), findings);
    checkEngine(request.target(), findings);
    return findings;
  }

  private void checkApps(Source source, Findings findings) throws InterruptedException {
    try {
      var api = heroku.account(secrets.read(source.token()));
      for (var app : source.apps()) {
        checkApp(api, app, source.configVar(), findings);
      }
    } catch (SecretUnavailable e) {
      findings.unchecked.add(
          "The apps were not looked at, for %s can't be read here; preflight will."
              .formatted(source.token()));
    } catch (HerokuUnavailable e) {
      findings.unchecked.add(
          "The apps were not looked at: %s Preflight will."
              .formatted(EventSentences.ended(String.valueOf(e.getMessage()))));
    }
  }

  private static void checkApp(HerokuApi api, String app, String configVar, Findings findings)
      throws InterruptedException {
    try {
      if (!api.configVars(app).containsKey(configVar)) {
        findings.wrong.add(
            "source.config-var: the app %s has no %s; name the variable that holds its database's URL."
                .formatted(app, configVar));
      }
    } catch (HerokuRejected e) {
      findings.wrong.add(
          switch (e.status()) {
            case 401 -> "source.token: Heroku does not know this token.";
            case 403 -> "source.token: this token may not see the app %s.".formatted(app);
            case 404 ->
                "source.apps: Heroku has no app %s, or none this token can see.".formatted(app);
            default -> "source.apps: " + EventSentences.ended(String.valueOf(e.getMessage()));
          });
    }
  }

  private void checkEngine(Target target, Findings findings) {
    var client = rds.get();
    if (client.isEmpty()) {
      findings.unchecked.add(
          "The engine version was not looked at, for there are no AWS credentials or no region here;"
              + " preflight will.");
      return;
    }
    try (var api = client.get()) {
      var offered =
          api.describeDBEngineVersionsPaginator(r -> r.engine(ENGINE)).dbEngineVersions().stream()
              .map(DBEngineVersion::engineVersion)
              .filter(version -> version.startsWith("17.") || version.startsWith("18."))
              .toList();
      if (!offered.contains(target.engineVersion())) {
        findings.wrong.add(
            "target.engine-version: Aurora PostgreSQL %s is not offered in this region; offered are %s."
                .formatted(target.engineVersion(), String.join(", ", offered)));
      }
    } catch (SdkException e) {
      findings.unchecked.add(
          "The engine version was not looked at, for AWS refused or did not answer; preflight will.");
    }
  }
}
