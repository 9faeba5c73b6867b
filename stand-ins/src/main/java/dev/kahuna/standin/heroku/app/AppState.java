package dev.kahuna.standin.heroku.app;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What Heroku knows of an app, and its rules. Nothing here runs: who changes the config gets the
 * {@link Release} that the change made, and sees to it.
 */
final class AppState {
  private final String name;
  private final Procfile procfile;
  private final Clock clock;
  private final Map<String, String> ownVars = new TreeMap<>();
  private final Map<String, Attachment> attachments = new TreeMap<>();
  private final Map<String, Integer> formation = new LinkedHashMap<>();
  private final List<Release> releases = new ArrayList<>();
  private int current;
  private boolean maintenance;

  AppState(String name, Procfile procfile, Map<String, Integer> formation, Clock clock) {
    this.name = name;
    this.procfile = procfile;
    this.clock = clock;
    procfile.commands().keySet().forEach(type -> this.formation.put(type, 0));
    scale(formation);
    addRelease("Initial release", Release.Status.SUCCEEDED);
    addRelease("Deploy", Release.Status.SUCCEEDED);
  }

  synchronized boolean maintenance() {
    return maintenance;
  }

  synchronized void maintenance(boolean on) {
    maintenance = on;
  }

  synchronized Map<String, String> config() {
    var config = new TreeMap<>(ownVars);
    attachments.values().forEach(each -> config.put(each.configVar(), each.addon().url()));
    return config;
  }

  /** Sets the present values, unsets the empty ones. Empty when there is nothing to change. */
  synchronized Optional<Release> setConfig(Map<String, Optional<String>> changes) {
    var owned =
        attachments.values().stream()
            .map(Attachment::configVar)
            .filter(changes::containsKey)
            .sorted()
            .toList();
    if (!owned.isEmpty()) {
      throw ApiError.invalid(
          "Cannot overwrite attachment values " + String.join(", ", owned) + ".");
    }
    if (changes.isEmpty()) {
      return Optional.empty();
    }
    changes.forEach(
        (key, value) ->
            value.ifPresentOrElse(set -> ownVars.put(key, set), () -> ownVars.remove(key)));
    var verb = changes.values().stream().allMatch(Optional::isEmpty) ? "Remove " : "Set ";
    return Optional.of(release(verb + String.join(", ", changes.keySet()) + " config vars"));
  }

  synchronized List<Attachment> attachments() {
    return List.copyOf(attachments.values());
  }

  /**
   * @param confirmed that an attachment of this name may be replaced
   */
  synchronized Attachment attach(
      Addon addon, String as, Optional<String> namespace, boolean confirmed) {
    var attachment = new Attachment(UUID.randomUUID(), as, addon, name, namespace, clock.instant());
    if (ownVars.containsKey(attachment.configVar())) {
      throw ApiError.invalid(
          "Adding %s to %s would overwrite existing vars %s."
              .formatted(addon.name(), name, attachment.configVar()));
    }
    var replaced = attachments.get(as);
    if (replaced != null) {
      if (!confirmed) {
        throw new ApiError(
            423,
            "confirmation_required",
            "Another resource is already attached as %s. Confirm with the name of the app."
                .formatted(as));
      }
      requireAnother(replaced);
    }
    attachments.put(as, attachment);
    release("Attach %s (@ref:%s)".formatted(as, addon.name()));
    return attachment;
  }

  synchronized void detach(Attachment attachment) {
    requireAnother(attachment);
    attachments.remove(attachment.name());
    release("Detach %s (@ref:%s)".formatted(attachment.name(), attachment.addon().name()));
  }

  /** The app that pays for an add-on keeps one attachment to it. */
  private void requireAnother(Attachment leaving) {
    var addon = leaving.addon();
    var left =
        attachments.values().stream().filter(each -> each.addon().id().equals(addon.id())).count();
    if (addon.billingApp().equals(name) && left == 1) {
      throw ApiError.invalid(
          "Cannot destroy last attachment to billing app for resource " + addon.name());
    }
  }

  synchronized Map<String, Integer> formation() {
    return new LinkedHashMap<>(formation);
  }

  /** All of it, or nothing when a type or a quantity is wrong. */
  synchronized void scale(Map<String, Integer> wanted) {
    wanted.forEach(this::requireSensible);
    formation.putAll(wanted);
  }

  private void requireSensible(String type, int quantity) {
    procfile.command(type);
    if (quantity < 0 || quantity > 100) {
      throw ApiError.invalid("Quantity must be between 0 and 100.");
    }
    if (type.equals(Procfile.RELEASE) && quantity > 0) {
      throw ApiError.invalid("Cannot scale the release process type.");
    }
  }

  synchronized List<Release> releases() {
    return List.copyOf(releases);
  }

  synchronized Release newest() {
    return releases.getLast();
  }

  /** What dynos boot: the newest release that succeeded. */
  synchronized Release current() {
    return releases.get(current - 1);
  }

  synchronized Release rollback(Release to) {
    if (to.status() != Release.Status.SUCCEEDED) {
      throw ApiError.invalid("Cannot roll back to a release that did not succeed.");
    }
    ownVars.clear();
    ownVars.putAll(to.ownVars());
    attachments.values().forEach(each -> ownVars.remove(each.configVar()));
    return release("Rollback to v" + to.version());
  }

  /** The release phase ended. A failed release leaves the current one as it is. */
  synchronized void ended(Release release, boolean succeeded) {
    var outcome = succeeded ? Release.Status.SUCCEEDED : Release.Status.FAILED;
    releases.set(release.version() - 1, release.ended(outcome, clock.instant()));
    if (succeeded) {
      current = Math.max(current, release.version());
    }
  }

  private Release release(String description) {
    var pending = procfile.hasReleasePhase();
    return addRelease(description, pending ? Release.Status.PENDING : Release.Status.SUCCEEDED);
  }

  private Release addRelease(String description, Release.Status status) {
    Instant now = clock.instant();
    var version = releases.size() + 1;
    var release =
        new Release(
            UUID.randomUUID(),
            version,
            description,
            status,
            Map.copyOf(ownVars),
            config(),
            now,
            now);
    releases.add(release);
    if (status == Release.Status.SUCCEEDED) {
      current = version;
    }
    return release;
  }
}
