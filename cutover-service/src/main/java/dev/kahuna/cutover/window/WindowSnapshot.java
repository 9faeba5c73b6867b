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
import dev.kahuna.migration.SecretNames;
import dev.kahuna.secret.Notes;
import dev.kahuna.secret.Secrets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The excerpt of the log that is needed to end a window when the log can't be reached, stored
 * beside the secrets. Like the log it holds references to secrets, and no secret.
 *
 * @param open false when the window has ended and nothing is left to do
 * @param migration with only those facts that record where everything is and how the apps were
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

  /** Stores it before the window's first effect. */
  static void keep(Secrets secrets, Migration migration, Leg leg) {
    write(secrets, migration, leg, true);
  }

  /** Marks it closed when the app is on one database and nothing of the window is left to do. */
  public static void close(Secrets secrets, Migration migration, Leg leg) {
    write(secrets, migration, leg, false);
  }

  private static void write(Secrets secrets, Migration migration, Leg leg, boolean open) {
    var snapshot = JSON.createObjectNode();
    snapshot.put("leg", leg.name());
    snapshot.put("attempt", migration.attempt(AttemptSeries.cutover(leg)));
    snapshot.put("open", open);
    var facts = snapshot.putArray("facts");
    migration.holding().stream()
        .map(LoggedEvent::event)
        .filter(fact -> KEPT.contains(fact.getClass()))
        .forEach(fact -> facts.add(JSON.readTree(CODEC.encode(fact))));
    secrets.notes(migration.id()).put(NAME, JSON.writeValueAsString(snapshot));
  }

  /**
   * The newest window's snapshot.
   *
   * @throws Rejected if there is one that this version can't read
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
        "The snapshot of the window in Secrets Manager, %s%s, can't be read: was it written by"
                .formatted(SecretNames.prefix(id), NAME)
            + " another version of Kahuna?");
  }
}
