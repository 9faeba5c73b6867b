package dev.kahuna.cutover.window;

import dev.kahuna.event.AttemptSeries;
import dev.kahuna.event.CutoverEvent.CutoverPrepared;
import dev.kahuna.event.Leg;
import dev.kahuna.event.MigrationEvent;
import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.event.ProvisionerEvent.HostLaunched;
import dev.kahuna.event.ProvisionerEvent.TargetCreated;
import dev.kahuna.event.ReplicaEvent.HostPrepared;
import dev.kahuna.event.ReplicaEvent.ReplicaStarted;
import dev.kahuna.failure.Rejected;
import dev.kahuna.log.EventCodec;
import dev.kahuna.log.EventCodec.Decoded;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.migration.Migration;
import dev.kahuna.secret.Notes;
import dev.kahuna.secret.Secrets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is needed to end a window when the log is out of reach: an excerpt of it, kept where the
 * secrets are. Like the log it holds references to secrets and no secret.
 *
 * @param open false when the window has ended, and nothing is left to do
 * @param migration of which only the facts are known that say where everything is and how the apps
 *     were
 */
public record WindowSnapshot(Leg leg, int attempt, boolean open, Migration migration) {
  private static final String NAME = "window";
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final EventCodec CODEC = new EventCodec();
  private static final Set<Class<? extends MigrationEvent>> KEPT =
      Set.of(
          MigrationRequested.class,
          HostLaunched.class,
          HostPrepared.class,
          ReplicaStarted.class,
          TargetCreated.class,
          CutoverPrepared.class);

  /** Before the window's first effect. */
  static void keep(Secrets secrets, Migration migration, Leg leg) {
    write(secrets, migration, leg, true);
  }

  /** When the app is on one database and nothing of the window is left to do. */
  public static void close(Secrets secrets, Migration migration, Leg leg) {
    write(secrets, migration, leg, false);
  }

  private static void write(Secrets secrets, Migration migration, Leg leg, boolean open) {
    var copy = JSON.createObjectNode();
    copy.put("leg", leg.name());
    copy.put("attempt", migration.attempt(AttemptSeries.cutover(leg)));
    copy.put("open", open);
    var facts = copy.putArray("facts");
    migration.holding().stream()
        .map(LoggedEvent::event)
        .filter(fact -> KEPT.contains(fact.getClass()))
        .forEach(fact -> facts.add(JSON.readTree(CODEC.encode(fact))));
    secrets.notes(migration.id()).put(NAME, JSON.writeValueAsString(copy));
  }

  /**
   * The newest window's copy.
   *
   * @throws Rejected when there is one that this version can't read
   */
  public static Optional<WindowSnapshot> find(Notes notes, String id) {
    return notes.find(NAME).map(text -> read(id, text));
  }

  private static WindowSnapshot read(String id, String text) {
    try {
      var json = JSON.readTree(text);
      var migration = Migration.of(id);
      var offset = 0;
      for (var fact : json.path("facts")) {
        migration = migration.with(new LoggedEvent(id, fact(fact), offset++, Instant.EPOCH, NAME));
      }
      return new WindowSnapshot(
          Leg.valueOf(json.path("leg").asString("")),
          json.path("attempt").asInt(0),
          json.path("open").asBoolean(true),
          migration);
    } catch (JacksonException | IllegalArgumentException e) {
      throw unreadable(id);
    }
  }

  private static MigrationEvent fact(JsonNode json) {
    return switch (CODEC.decode(JSON.writeValueAsBytes(json))) {
      case Decoded.Known(var event) -> event;
      case Decoded.Unknown(var type) -> throw new IllegalArgumentException(type);
      case Decoded.Poison(var reason) -> throw new IllegalArgumentException(reason);
    };
  }

  private static Rejected unreadable(String id) {
    return new Rejected(
        "The copy of the window in Secrets Manager, kahuna/%s/%s, can't be read: was it written by"
                .formatted(id, NAME)
            + " another version of Kahuna?");
  }
}
