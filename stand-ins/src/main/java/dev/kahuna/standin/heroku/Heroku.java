package dev.kahuna.standin.heroku;

import dev.kahuna.standin.heroku.app.Addon;
import dev.kahuna.standin.heroku.app.ApiError;
import dev.kahuna.standin.heroku.app.Attachment;
import dev.kahuna.standin.heroku.app.DynoLauncher;
import dev.kahuna.standin.heroku.app.HerokuApp;
import dev.kahuna.standin.process.ChildProcesses;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** An account at the stand-in for Heroku: its apps, its databases, and the API in front of them. */
public final class Heroku implements AutoCloseable {
  private static final Pattern NAME = Pattern.compile("^[a-z][a-z0-9-]{1,28}[a-z0-9]$");

  private final Path directory;
  private final ChildProcesses children;
  private final Clock clock;
  private final String token = UUID.randomUUID().toString();
  private final Map<String, HerokuApp> apps = new ConcurrentHashMap<>();
  private final Map<String, Addon> addons = new ConcurrentHashMap<>();
  private final List<Consumer<Asked>> listeners = new CopyOnWriteArrayList<>();
  private final HerokuFaults faults = new HerokuFaults();
  private final RateLimit rateLimit;
  private final PlatformApi api;

  /**
   * A call to the API, as it came in.
   *
   * @param path such as {@code /apps/shop/config-vars}
   */
  public record Asked(Instant at, String method, String path) {}

  private Heroku(Path directory, ChildProcesses children, Clock clock) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.children = children;
    this.clock = clock;
    this.rateLimit = new RateLimit(clock);
    this.api = new PlatformApi(this, faults, rateLimit);
  }

  /**
   * Starts the API on an address and port of its own.
   *
   * @param directory for the apps' logs, {@code <app>.log}
   */
  public static Heroku start(Path directory, ChildProcesses children) throws IOException {
    return start(directory, children, Clock.systemUTC());
  }

  static Heroku start(Path directory, ChildProcesses children, Clock clock) throws IOException {
    return new Heroku(directory, children, clock);
  }

  /** {@code http://127.0.0.1:<port>}, in place of {@code https://api.heroku.com}. */
  public URI apiUrl() {
    return api.url();
  }

  /** The API key; another one in each run. */
  public String token() {
    return token;
  }

  /** For tests: calls that fail or are late. */
  public HerokuFaults faults() {
    return faults;
  }

  /** For tests: how many calls are left. */
  public RateLimit rateLimit() {
    return rateLimit;
  }

  /** Tells of every call from now on, in the thread that answers it. */
  public void onCall(Consumer<Asked> listener) {
    listeners.add(listener);
  }

  void asked(String method, String path) {
    var asked = new Asked(clock.instant(), method, path);
    listeners.forEach(listener -> listener.accept(asked));
  }

  /**
   * Deploys an app and starts its dynos.
   *
   * @param source directory with a {@code Procfile}, which is used where it is
   * @param formation process type to number of dynos; a type not named gets none
   * @throws IOException when there is no Procfile in the directory
   */
  public HerokuApp createApp(String name, Path source, Map<String, Integer> formation)
      throws IOException {
    if (!NAME.matcher(name).matches()) {
      throw ApiError.invalid(
          "Name must start with a letter, end with a letter or digit and can only contain"
              + " lowercase letters, digits, and dashes.");
    }
    if (apps.containsKey(name)) {
      throw ApiError.invalid("Name " + name + " is already taken");
    }
    var log = directory.resolve(name + ".log");
    var from = source.toAbsolutePath();
    var app =
        new HerokuApp(
            name, from, formation, log, new DynoLauncher(name, from, log, children, clock));
    apps.put(name, app);
    return app;
  }

  /**
   * Gives the app, which pays for it from now on, a database and attaches it as {@code DATABASE}: a
   * release.
   *
   * @param url {@code postgres://user:password@host:port/database}
   */
  public Addon createPostgresAddon(String name, String url, HerokuApp billingApp) {
    var addon = new Addon(UUID.randomUUID(), name, url, billingApp.name(), clock.instant());
    addons.put(name, addon);
    attach(addon, billingApp, "DATABASE");
    return addon;
  }

  /** Attaches a database to an app, so that it owns the config var {@code <as>_URL}: a release. */
  public Attachment attach(Addon addon, HerokuApp app, String as) {
    return app.attach(addon, as, Optional.empty(), false);
  }

  /** Destroys an app, and the databases that it pays for are no longer known. */
  public void remove(HerokuApp app) {
    apps.remove(app.name());
    addons.values().removeIf(addon -> addon.billingApp().equals(app.name()));
    app.close();
  }

  /** By name or id. */
  public HerokuApp app(String nameOrId) {
    return apps.values().stream()
        .filter(app -> app.name().equals(nameOrId) || app.id().toString().equals(nameOrId))
        .findFirst()
        .orElseThrow(() -> ApiError.notFound("app"));
  }

  List<HerokuApp> apps() {
    return apps.values().stream().sorted(Comparator.comparing(HerokuApp::name)).toList();
  }

  List<Addon> addons() {
    return List.copyOf(addons.values());
  }

  public Addon addon(String nameOrId) {
    return addons.values().stream()
        .filter(addon -> addon.name().equals(nameOrId) || addon.id().toString().equals(nameOrId))
        .findFirst()
        .orElseThrow(() -> ApiError.notFound("add-on"));
  }

  List<Attachment> attachments() {
    return apps().stream().flatMap(app -> app.attachments().stream()).toList();
  }

  /** Ends the API, the routers and every dyno. */
  @Override
  public void close() {
    api.close();
    apps.values().forEach(HerokuApp::close);
  }
}
