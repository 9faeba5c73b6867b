package dev.kahuna.cutover.app;

import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.CutoverEvent.SavedApp;
import dev.kahuna.event.Leg;
import dev.kahuna.failure.Rejected;
import dev.kahuna.heroku.HerokuApi;
import dev.kahuna.heroku.HerokuApi.Attachment;
import dev.kahuna.heroku.HerokuApi.Dyno;
import dev.kahuna.heroku.HerokuApi.Formation;
import dev.kahuna.heroku.HerokuApi.Release;
import dev.kahuna.heroku.HerokuPlatform;
import dev.kahuna.migration.Migration;
import dev.kahuna.secret.Secrets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is done to apps on Heroku, each call asking first whether its goal holds already: a second
 * release means a second restart.
 */
public class HerokuApps {
  /** The process type that the router sends requests to; maintenance alone keeps it idle. */
  static final String WEB = "web";

  private final HerokuPlatform platform;
  private final Secrets secrets;

  public HerokuApps(HerokuPlatform platform, Secrets secrets) {
    this.platform = platform;
    this.secrets = secrets;
  }

  /** The API with the migration's token. */
  public HerokuApi api(Migration migration) {
    return platform.account(secrets.read(migration.request().source().token()));
  }

  /** The apps as they were before this leg. */
  public List<SavedApp> saved(Migration migration, Leg leg) {
    return migration.get(CutoverPrepared.class, leg).apps();
  }

  /** The attachment that owns the variable, if not the app's own config does. */
  public static Optional<Attachment> owner(HerokuApi api, String app, String configVar)
      throws InterruptedException {
    return api.attachments(app).stream()
        .filter(a -> a.configVar().equals(configVar) && a.namespace().isEmpty())
        .findFirst();
  }

  /** Makes the variable the app's own, with this value: detach, then set; false if it was so. */
  public static boolean setOwn(HerokuApi api, SavedApp app, String value)
      throws InterruptedException {
    var owner = owner(api, app.name(), app.configVar());
    if (owner.isPresent()) {
      api.detach(owner.get().id());
    } else if (value.equals(api.configVars(app.name()).get(app.configVar()))) {
      return false;
    }
    api.changeConfigVars(app.name(), Map.of(app.configVar(), Optional.of(value)));
    return true;
  }

  /** Gives the variable back to the add-on it belonged to: unset, then attach. */
  public static void giveBack(HerokuApi api, SavedApp app) throws InterruptedException {
    if (owner(api, app.name(), app.configVar()).isPresent()) {
      return;
    }
    if (api.configVars(app.name()).containsKey(app.configVar())) {
      api.changeConfigVars(app.name(), Map.of(app.configVar(), Optional.empty()));
    }
    api.attach(app.name(), app.addon(), attachmentName(app.configVar()));
  }

  /** Whether the variable comes from where it came from when the app was saved. */
  public static boolean hasSavedConfig(HerokuApi api, SavedApp app, String value)
      throws InterruptedException {
    return app.attachment().isEmpty()
        ? hasOwn(api, app, value)
        : owner(api, app.name(), app.configVar()).isPresent();
  }

  /** Whether the variable is the app's own, with this value. */
  public static boolean hasOwn(HerokuApi api, SavedApp app, String value)
      throws InterruptedException {
    return owner(api, app.name(), app.configVar()).isEmpty()
        && value.equals(api.configVars(app.name()).get(app.configVar()));
  }

  /** How many dynos of each process type shall run, where any shall. */
  public static Map<String, Integer> quantities(HerokuApi api, String app)
      throws InterruptedException {
    return api.formation(app).stream()
        .filter(f -> f.quantity() > 0)
        .collect(Collectors.toMap(Formation::type, Formation::quantity));
  }

  private static String attachmentName(String configVar) {
    return configVar.substring(0, configVar.length() - "_URL".length());
  }

  /**
   * The newest release, once it has succeeded and every dyno that shall run is up on it.
   *
   * @param quantities dynos by process type that shall run now
   * @throws Rejected when the release failed
   */
  public static Optional<Release> running(
      HerokuApi api, String app, Map<String, Integer> quantities) throws InterruptedException {
    var newest = api.newestReleases(app, 1).getFirst();
    return switch (newest.status()) {
      case "failed", "expired" ->
          throw new Rejected(
              "Release v%d of %s has %s; see `heroku releases:output -a %s`"
                  .formatted(newest.version(), app, newest.status(), app));
      case "succeeded" ->
          newest.current() && up(api.dynos(app), newest.version(), quantities)
              ? Optional.of(newest)
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static boolean up(List<Dyno> dynos, int release, Map<String, Integer> quantities) {
    return quantities.entrySet().stream()
        .allMatch(
            wanted -> {
              var ofType = dynos.stream().filter(d -> d.type().equals(wanted.getKey())).toList();
              var ready = ofType.stream().filter(d -> d.release() >= release && isUp(d)).count();
              var old =
                  ofType.stream().anyMatch(d -> d.release() < release && !d.state().equals("down"));
              return ready >= wanted.getValue() && !old;
            });
  }

  private static boolean isUp(Dyno dyno) {
    return dyno.state().equals("up") || dyno.state().equals("idle");
  }
}
