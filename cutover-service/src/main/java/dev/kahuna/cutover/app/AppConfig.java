package dev.kahuna.cutover.app;

import dev.kahuna.heroku.HerokuApi;
import dev.kahuna.heroku.HerokuApi.Attachment;
import java.util.Map;
import java.util.Optional;

/**
 * The config var that holds an app's database URL. Each change first asks whether its goal already
 * holds: a second release means a second restart.
 */
record AppConfig(HerokuApi api, String app, String configVar) {
  /** The value, if the var is set. */
  Optional<String> value() throws InterruptedException {
    return Optional.ofNullable(api.configVars(app).get(configVar));
  }

  /** The attachment that owns the var; empty if the var is the app's own. */
  Optional<Attachment> owner() throws InterruptedException {
    return api.attachments(app).stream().filter(this::isOwner).findFirst();
  }

  boolean isOwner(Attachment attachment) {
    return attachment.configVar().equals(configVar) && attachment.namespace().isEmpty();
  }

  /** Whether the var is the app's own, with this value. */
  boolean isOwn(String value) throws InterruptedException {
    return owner().isEmpty() && value().filter(value::equals).isPresent();
  }

  /** Makes the var the app's own, with this value: detaches its owner, then sets it. */
  void setOwn(String value) throws InterruptedException {
    var owner = owner();
    if (owner.isPresent()) {
      api.detach(owner.get().id());
    } else if (value().filter(value::equals).isPresent()) {
      return;
    }
    api.changeConfigVars(app, Map.of(configVar, Optional.of(value)));
  }

  /** Gives the var back to the add-on that owned it: unsets it, then attaches the add-on. */
  void giveBackTo(String addon) throws InterruptedException {
    if (owner().isPresent()) {
      return;
    }
    if (value().isPresent()) {
      api.changeConfigVars(app, Map.of(configVar, Optional.empty()));
    }
    api.attach(app, addon, attachmentName());
  }

  /** The name under which an add-on must be attached to own the var. */
  String attachmentName() {
    return configVar.substring(0, configVar.length() - "_URL".length());
  }
}
