package dev.kahuna.cutover.app;

import dev.kahuna.cutover.database.Parallel;
import dev.kahuna.event.CutoverEvent.SavedApp;
import dev.kahuna.failure.Rejected;
import dev.kahuna.heroku.HerokuApi;
import dev.kahuna.heroku.HerokuApi.Release;
import dev.kahuna.heroku.HerokuRejected;
import dev.kahuna.secret.Secrets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An app on Heroku that was saved before a window. Each act can be repeated without harm. */
public final class App {
  private static final Logger LOG = LoggerFactory.getLogger(App.class);

  private final HerokuApi api;
  private final SavedApp saved;
  private final Secrets secrets;
  private final AppConfig config;
  private final AppProcesses processes;

  App(HerokuApi api, SavedApp saved, Secrets secrets) {
    this.api = api;
    this.saved = saved;
    this.secrets = secrets;
    this.config = new AppConfig(api, saved.name(), saved.configVar());
    this.processes = new AppProcesses(api, saved.name());
  }

  public String name() {
    return saved.name();
  }

  /** The config var that holds the URL of the app's database. */
  public String configVar() {
    return saved.configVar();
  }

  /** Gives the app this database URL; a release only if it has another one. */
  public void use(String url) throws InterruptedException {
    config.setOwn(url);
  }

  public boolean uses(String url) throws InterruptedException {
    return config.isOwn(url);
  }

  /**
   * Restores the config var from where it came when the app was saved. If Heroku refuses to attach
   * the add-on again, the var gets its value as the app's own: the app runs, and {@link
   * #lostAttachment} tells what is left to do.
   */
  public void restore() throws InterruptedException {
    if (isOwnConfig()) {
      config.setOwn(savedValue());
    } else if (!isRestored()) {
      attach();
    }
  }

  private void attach() throws InterruptedException {
    try {
      config.giveBackTo(saved.addon());
    } catch (HerokuRejected e) {
      LOG.warn("{} stays without its attachment: {}", name(), e.getMessage());
      config.setOwn(savedValue());
    }
  }

  public boolean isRestored() throws InterruptedException {
    return !isOwnConfig() && config.owner().isPresent() || config.isOwn(savedValue());
  }

  /** For the operator, if the app runs without the attachment that it had. */
  public Optional<String> lostAttachment() throws InterruptedException {
    return isOwnConfig() || config.owner().isPresent()
        ? Optional.empty()
        : Optional.of(
            ("Heroku refused to attach %1$s to %2$s again, so %3$s is a config var of the app, with"
                    + " the same value. To attach it, run 'heroku config:unset %3$s -a %2$s', then"
                    + " 'heroku addons:attach %1$s --as %4$s -a %2$s'")
                .formatted(saved.addon(), name(), configVar(), config.attachmentName()));
  }

  private boolean isOwnConfig() {
    return saved.attachment().isEmpty();
  }

  private String savedValue() {
    return secrets.read(saved.oldValue());
  }

  /** Switches maintenance on, scales every process type but web to zero, stops one-off dynos. */
  public void stop() throws Exception {
    var zero = stoppedTypes().keySet().stream().collect(Collectors.toMap(type -> type, type -> 0));
    Parallel.all(
        () -> api.maintenance(name(), true),
        () -> zero.isEmpty() ? List.of() : api.scale(name(), zero),
        processes::stopOneOffs);
  }

  /** Whether only web dynos are left. */
  boolean isStopped() throws InterruptedException {
    return processes.onlyWebIsLeft();
  }

  /**
   * Stops every dyno, web dynos too: then nobody has the app's config any more. {@link #startWeb}
   * undoes it.
   */
  public void stopEveryDyno() throws InterruptedException {
    processes.stopAll();
  }

  /** Whether no dyno is left, not even one that is still ending. */
  public boolean hasNoDyno() throws InterruptedException {
    return processes.noneIsLeft();
  }

  /**
   * Starts the web dynos again if {@link #stopEveryDyno} has stopped them, once the newest release
   * is the one that dynos boot.
   *
   * @return false while that release is not there yet
   * @throws Rejected if the release failed
   */
  public boolean startWeb() throws InterruptedException {
    if (processes.running(Map.of()).isEmpty()) {
      return false;
    }
    var web = saved.formation().getOrDefault(AppProcesses.WEB, 0);
    if (web > 0 && !processes.scaledUp().containsKey(AppProcesses.WEB)) {
      api.scale(name(), Map.of(AppProcesses.WEB, web));
    }
    return true;
  }

  /** Switches maintenance off, and scales up what {@link #stop} has stopped. */
  public void resume() throws Exception {
    var types = stoppedTypes();
    Parallel.all(
        () -> api.maintenance(name(), false),
        () -> types.isEmpty() ? List.of() : api.scale(name(), types));
  }

  /** Checked because a call of the window that timed out may arrive late and stop the app again. */
  public boolean isResumed() throws Exception {
    return !Parallel.all(
            () -> !isInMaintenance(),
            () -> processes.scaledUp().entrySet().containsAll(stoppedTypes().entrySet()))
        .contains(false);
  }

  public boolean isInMaintenance() throws InterruptedException {
    return api.app(name()).maintenance();
  }

  /**
   * The newest release, once it has succeeded and the web dynos are up on it.
   *
   * @throws Rejected if the release failed
   */
  public Optional<Release> running() throws InterruptedException {
    var web = saved.formation().getOrDefault(AppProcesses.WEB, 0);
    return processes.running(web > 0 ? Map.of(AppProcesses.WEB, web) : Map.of());
  }

  /** The process types that a window stops, with their number of dynos. */
  public Map<String, Integer> stoppedTypes() {
    return saved.formation().entrySet().stream()
        .filter(type -> type.getValue() > 0 && !type.getKey().equals(AppProcesses.WEB))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** How many dynos the app had when it was saved. */
  public int dynos() {
    return saved.formation().values().stream().mapToInt(Integer::intValue).sum();
  }
}
