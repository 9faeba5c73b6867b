package dev.kahuna.standin.heroku;

import dev.kahuna.standin.heroku.app.Addon;
import dev.kahuna.standin.heroku.app.ApiError;
import dev.kahuna.standin.heroku.app.Attachment;
import dev.kahuna.standin.heroku.app.HerokuApp;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Calls about add-ons and their attachments. */
final class AddonCalls {
  private final Heroku heroku;

  AddonCalls(Heroku heroku) {
    this.heroku = heroku;
  }

  void register(Routes routes) {
    routes
        .on("GET", "/addons", this::list)
        .on("GET", "/addons/{addon}", this::info)
        .on("GET", "/addons/{addon}/addon-attachments", this::attachmentsOfAddon)
        .on("GET", "/apps/{app}/addons", this::listOfApp)
        .on("GET", "/apps/{app}/addons/{addon}", this::info)
        .on("GET", "/addon-attachments", this::attachments)
        .on("POST", "/addon-attachments", this::attach)
        .on("GET", "/addon-attachments/{attachment}", this::attachment)
        .on("DELETE", "/addon-attachments/{attachment}", this::detach)
        .on("GET", "/apps/{app}/addon-attachments", this::attachmentsOfApp)
        .on("GET", "/apps/{app}/addon-attachments/{attachment}", this::attachmentOfApp);
  }

  private Reply list(Call call) {
    return Reply.ok(addons(heroku.addons()));
  }

  /** Those that the app pays for; what it only shares is among its attachments. */
  private Reply listOfApp(Call call) {
    var app = heroku.app(call.part("app")).name();
    return Reply.ok(
        addons(heroku.addons().stream().filter(addon -> addon.billingApp().equals(app)).toList()));
  }

  private Reply info(Call call) {
    return Reply.ok(HerokuJson.addon(heroku, heroku.addon(call.part("addon"))));
  }

  private Reply attachments(Call call) {
    return Reply.ok(attachments(heroku.attachments()));
  }

  private Reply attachmentsOfApp(Call call) {
    return Reply.ok(attachments(heroku.app(call.part("app")).attachments()));
  }

  private Reply attachmentsOfAddon(Call call) {
    var addon = heroku.addon(call.part("addon"));
    return Reply.ok(
        attachments(
            heroku.attachments().stream()
                .filter(each -> each.addon().id().equals(addon.id()))
                .toList()));
  }

  private Reply attachmentOfApp(Call call) {
    var name = call.part("attachment");
    return heroku.app(call.part("app")).attachments().stream()
        .filter(each -> each.name().equals(name) || each.id().toString().equals(name))
        .findFirst()
        .map(each -> Reply.ok(HerokuJson.attachment(heroku, each)))
        .orElseThrow(() -> ApiError.notFound("add on attachment"));
  }

  private Reply attachment(Call call) {
    return Reply.ok(HerokuJson.attachment(heroku, byId(call)));
  }

  private Reply attach(Call call) {
    var addon = heroku.addon(call.reference("addon"));
    var app = heroku.app(call.reference("app"));
    var confirmed = call.text("confirm").filter(app.name()::equals).isPresent();
    var as = call.text("name").orElseGet(() -> freeName(app));
    if (!as.matches("[A-Z][A-Z0-9_]{0,100}")) {
      throw ApiError.invalid(
          "Name must start with a letter and can only contain uppercase letters, numbers, and"
              + " underscores.");
    }
    var attachment = app.attach(addon, as, call.text("namespace"), confirmed);
    return Reply.created(HerokuJson.attachment(heroku, attachment));
  }

  private Reply detach(Call call) {
    var attachment = byId(call);
    var shown = HerokuJson.attachment(heroku, attachment);
    heroku.app(attachment.app()).detach(attachment);
    return Reply.ok(shown);
  }

  /** By its id alone, as on Heroku. */
  private Attachment byId(Call call) {
    var id = call.part("attachment");
    return heroku.attachments().stream()
        .filter(each -> each.id().toString().equals(id))
        .findFirst()
        .orElseThrow(() -> ApiError.notFound("add on attachment"));
  }

  /** Heroku names them by colour. */
  private static String freeName(HerokuApp app) {
    var taken = app.attachments().stream().map(Attachment::name).toList();
    return List.of("AMBER", "BLUE", "CYAN", "GREEN", "IVORY", "JADE", "OLIVE", "PINK").stream()
        .map("HEROKU_POSTGRESQL_"::concat)
        .filter(name -> !taken.contains(name))
        .findFirst()
        .orElseThrow(() -> ApiError.invalid("Name is needed: every colour is taken."));
  }

  private JsonNode addons(List<Addon> addons) {
    return addons.stream().map(each -> HerokuJson.addon(heroku, each)).collect(HerokuJson.array());
  }

  private JsonNode attachments(List<Attachment> attachments) {
    return attachments.stream()
        .map(each -> HerokuJson.attachment(heroku, each))
        .collect(HerokuJson.array());
  }
}
