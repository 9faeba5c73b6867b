package dev.kahuna.standin.heroku.app;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An app: its state, its dynos and its router, kept in step. Every change of the config is a
 * release; the release phase, where there is one, runs first, and the dynos restart on the new
 * config only after it succeeded.
 */
public final class HerokuApp implements AutoCloseable {
  private static final Duration RELEASE_PHASE_LIMIT = Duration.ofMinutes(10);

  private final UUID id = UUID.randomUUID();
  private final String name;
  private final Procfile procfile;
  private final Instant createdAt;
  private final AppState state;
  private final Dynos dynos;
  private final Router router;
  private final ExecutorService releases =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());

  /**
   * @param log what the dynos print, and the router's errors
   */
  public HerokuApp(
      String name, Path directory, Map<String, Integer> formation, Path log, DynoLauncher launcher)
      throws IOException {
    this.name = name;
    this.createdAt = launcher.clock().instant();
    this.procfile = Procfile.in(directory);
    this.state = new AppState(name, procfile, formation, launcher.clock());
    this.dynos = new Dynos(launcher, procfile, state.current());
    this.router = new Router(dynos, state::maintenance, log);
    state.formation().forEach(dynos::scale);
  }

  public String name() {
    return name;
  }

  /** Where the app's users go: {@code http://127.0.0.1:<port>/}. */
  public URI webUrl() {
    return router.url();
  }

  public boolean maintenance() {
    return state.maintenance();
  }

  public void maintenance(boolean on) {
    state.maintenance(on);
  }

  public Map<String, String> config() {
    return state.config();
  }

  /**
   * Sets the present values and unsets the empty ones, in one release.
   *
   * @throws RuntimeException when an attachment owns one of them; nothing is changed then
   */
  public synchronized void setConfig(Map<String, Optional<String>> changes) {
    state.setConfig(changes).ifPresent(this::deploy);
  }

  public List<Attachment> attachments() {
    return state.attachments();
  }

  public synchronized Attachment attach(
      Addon addon, String as, Optional<String> namespace, boolean confirmed) {
    var attachment = state.attach(addon, as, namespace, confirmed);
    deploy(state.newest());
    return attachment;
  }

  public synchronized void detach(Attachment attachment) {
    state.detach(attachment);
    deploy(state.newest());
  }

  public Map<String, Integer> formation() {
    return state.formation();
  }

  /**
   * Not a release: starts or ends processes of these types, the others go on.
   *
   * @param wanted process type to number of dynos
   */
  public synchronized void scale(Map<String, Integer> wanted) {
    state.scale(wanted);
    wanted.forEach(dynos::scale);
  }

  /** Oldest first. */
  public List<Release> releases() {
    return state.releases();
  }

  /** The release that dynos boot. */
  public Release currentRelease() {
    return state.current();
  }

  public synchronized Release rollback(Release to) {
    var release = state.rollback(to);
    deploy(release);
    return release;
  }

  /** One release after the other, in the order they were made. */
  private void deploy(Release release) {
    if (procfile.hasReleasePhase()) {
      releases.execute(() -> runReleasePhase(release));
    } else {
      dynos.deploy(release);
    }
  }

  private void runReleasePhase(Release release) {
    try {
      var succeeded = dynos.releasePhase(release, RELEASE_PHASE_LIMIT);
      state.ended(release, succeeded);
      if (succeeded) {
        dynos.deploy(state.current());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public UUID id() {
    return id;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public Procfile procfile() {
    return procfile;
  }

  public Dynos dynos() {
    return dynos;
  }

  /** Ends the dynos and the router. */
  @Override
  public void close() {
    router.close();
    releases.shutdownNow();
    dynos.close();
  }
}
