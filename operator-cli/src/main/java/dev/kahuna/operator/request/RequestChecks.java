package dev.kahuna.operator.request;

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
 * Checks that what a request names exists, before the request is published. What this machine can't
 * reach is no reason to refuse: preflight, which runs with the services, checks again.
 */
public final class RequestChecks {
  private static final String ENGINE = "aurora-postgresql";

  private final HerokuPlatform heroku;
  private final Secrets secrets;
  private final Supplier<Optional<RdsClient>> rds;

  /**
   * The result.
   *
   * @param wrong sentences that refuse the request
   * @param unchecked sentences on what could not be checked
   */
  public record Findings(List<String> wrong, List<String> unchecked) {}

  /**
   * @param rds supplies a client that is closed after use; empty if there are no AWS credentials
   */
  RequestChecks(HerokuPlatform heroku, Secrets secrets, Supplier<Optional<RdsClient>> rds) {
    this.heroku = heroku;
    this.secrets = secrets;
    this.rds = rds;
  }

  /** Looks up the apps and the engine version of a request. */
  public Findings of(MigrationRequest request) throws InterruptedException {
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
          "The apps were not checked, because %s can't be read on this machine. Preflight will check them."
              .formatted(source.token()));
    } catch (HerokuUnavailable e) {
      findings.unchecked.add(
          "The apps were not checked: %s Preflight will check them."
              .formatted(EventSentences.ended(String.valueOf(e.getMessage()))));
    }
  }

  private static void checkApp(HerokuApi api, String app, String configVar, Findings findings)
      throws InterruptedException {
    try {
      if (!api.configVars(app).containsKey(configVar)) {
        findings.wrong.add(
            "source.config-var: the app %s has no %s; give the config var that holds its database's URL."
                .formatted(app, configVar));
      }
    } catch (HerokuRejected e) {
      findings.wrong.add(
          switch (e.status()) {
            case 401 -> "source.token: Heroku does not accept this token; create a valid one.";
            case 403 ->
                "source.token: this token has no access to the app %s; grant it.".formatted(app);
            case 404 ->
                "source.apps: Heroku has no app %s, or this token can't see it; check the name and the token."
                    .formatted(app);
            default -> "source.apps: " + EventSentences.ended(String.valueOf(e.getMessage()));
          });
    }
  }

  private void checkEngine(Target target, Findings findings) {
    var client = rds.get();
    if (client.isEmpty()) {
      findings.unchecked.add(
          "The engine version was not checked, because this machine has no AWS credentials or no region."
              + " Preflight will check it.");
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
            "target.engine-version: this region does not offer Aurora PostgreSQL %s; choose one of %s."
                .formatted(target.engineVersion(), String.join(", ", offered)));
      }
    } catch (SdkException e) {
      findings.unchecked.add(
          "The engine version was not checked, because AWS refused or did not answer. Preflight will check it.");
    }
  }
}
