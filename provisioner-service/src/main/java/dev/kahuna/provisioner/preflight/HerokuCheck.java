package dev.kahuna.provisioner.preflight;

import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.heroku.HerokuApi;
import dev.kahuna.heroku.HerokuApi.Attachment;
import dev.kahuna.heroku.HerokuPlatform;
import dev.kahuna.heroku.HerokuRejected;
import dev.kahuna.migration.Migration;
import dev.kahuna.postgres.PostgresEndpoint;
import dev.kahuna.postgres.PostgresUrl;
import dev.kahuna.request.MigrationRequest.Source;
import dev.kahuna.secret.Secrets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Checks that the apps exist, that the token gives access and that all use one database. */
public final class HerokuCheck implements Check {
  private final HerokuPlatform heroku;
  private final Secrets secrets;

  public HerokuCheck(HerokuPlatform heroku, Secrets secrets) {
    this.heroku = heroku;
    this.secrets = secrets;
  }

  @Override
  public String name() {
    return "heroku-app";
  }

  @Override
  public List<Finding> look(Migration migration) throws InterruptedException {
    var source = migration.request().source();
    var api = heroku.account(secrets.read(source.token()));
    var findings = new ArrayList<Finding>();
    var databases = new LinkedHashSet<PostgresEndpoint>();
    var attached = new LinkedHashSet<PostgresEndpoint>();
    var roles = new TreeMap<String, String>();
    for (var app : source.apps()) {
      findings.addAll(look(api, source, app, databases, attached, roles));
    }
    databases.stream()
        .filter(database -> !attached.contains(database))
        .map(database -> notHerokus(source, database))
        .forEach(findings::add);
    if (databases.size() > 1) {
      findings.add(
          block(
              "The apps do not share one database: their %s name %s. Request one migration for each database.",
              source.configVar(), databases));
    }
    if (Set.copyOf(roles.values()).size() > 1) {
      findings.add(severalRoles(source, roles));
    }
    return findings;
  }

  /** On the replica and on Aurora all apps get one URL, and so the rights of one role. */
  private Finding severalRoles(Source source, Map<String, String> roles) {
    return block(
        "The apps use the database as different roles: %s. Kahuna gives all of them one URL, so they would have each"
            + " other's rights. Attach the default credential to every app and restart it, or list in source.apps only"
            + " the apps of one role; give the others their URL yourself when these have moved.",
        roles.entrySet().stream()
            .map(
                role ->
                    "%s of %s as %s".formatted(source.configVar(), role.getKey(), role.getValue()))
            .collect(Collectors.joining(", ")));
  }

  private List<Finding> look(
      HerokuApi api,
      Source source,
      String app,
      Set<PostgresEndpoint> databases,
      Set<PostgresEndpoint> attached,
      Map<String, String> roles)
      throws InterruptedException {
    try {
      if (api.app(app).maintenance()) {
        return List.of(
            block(
                "%s is in maintenance mode. Turn it off first: heroku maintenance:off --app %1$s",
                app));
      }
      var vars = api.configVars(app);
      var value = vars.get(source.configVar());
      if (value == null) {
        return List.of(
            block("%s has no config var %s. Check source.config-var.", app, source.configVar()));
      }
      var used = PostgresUrl.parse(value);
      databases.add(used.endpoint());
      roles.put(app, used.credentials().user());
      var attachments = api.attachments(app);
      attachments.stream()
          .map(attachment -> vars.getOrDefault(attachment.configVar(), ""))
          .flatMap(url -> endpoint(url).stream())
          .forEach(attached::add);
      return rest(api, app, source.configVar(), attachments);
    } catch (IllegalArgumentException e) {
      return List.of(
          block(
              "%s of %s holds no Postgres URL. Check source.config-var.", source.configVar(), app));
    } catch (HerokuRejected e) {
      return List.of(block("%s", advice(e, app)));
    }
  }

  /** A URL that was copied by hand is fine as long as one of the apps has the add-on attached. */
  private Finding notHerokus(Source source, PostgresEndpoint database) {
    return block(
        "%s names %s, which belongs to no add-on that is attached to %s. Kahuna moves databases that"
            + " Heroku runs: attach the add-on, or correct source.config-var. If another migration has"
            + " already moved the app there, continue that one.",
        source.configVar(), database, String.join(", ", source.apps()));
  }

  private static Optional<PostgresEndpoint> endpoint(String url) {
    try {
      return Optional.of(PostgresUrl.parse(url).endpoint());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private List<Finding> rest(
      HerokuApi api, String app, String configVar, List<Attachment> attachments)
      throws InterruptedException {
    var findings = new ArrayList<>(List.of(pass("%s exists and the token can read it", app)));
    if (api.formation(app).stream().anyMatch(f -> f.type().equals("release"))) {
      findings.add(
          warn(
              "%s has a release phase. It runs in each window, so its duration adds to the downtime.",
              app));
    }
    for (var attachment : attachments) {
      attachment
          .namespace()
          .map(
              namespace ->
                  attachment.configVar().equals(configVar)
                      ? block(
                          "%1$s of %2$s belongs to an attachment of %3$s, which Heroku does not let anybody overwrite. Attach"
                              + " the database itself under another name, and give the app that: heroku addons:attach %4$s"
                              + " --as KAHUNA_APP --app %2$s; let the app read KAHUNA_APP_URL, and set source.config-var to"
                              + " KAHUNA_APP_URL.",
                          configVar, app, namespace, attachment.addon())
                      : warn(
                          "%s also has an attachment of %s, %s, which will still point to the Heroku database. Make sure"
                              + " that no process uses it.",
                          app, namespace, attachment.configVar()))
          .ifPresent(findings::add);
    }
    return findings;
  }

  private static String advice(HerokuRejected e, String app) {
    return switch (e.status()) {
      case 401 -> "Heroku rejects the token. Store a valid one where source.token points.";
      case 403 -> "The token may not change %s. Add its account as a collaborator.".formatted(app);
      case 404 ->
          "There is no app %s, or the token has no access to it. Check source.apps.".formatted(app);
      default -> String.valueOf(e.getMessage());
    };
  }
}
