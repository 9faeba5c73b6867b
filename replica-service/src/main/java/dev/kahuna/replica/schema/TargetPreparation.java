package dev.kahuna.replica.schema;

import dev.kahuna.appsetting.AppSetting;
import dev.kahuna.appsetting.SettingStatement;
import dev.kahuna.database.PlainNames;
import dev.kahuna.failure.Rejected;
import dev.kahuna.postgres.Credentials;
import dev.kahuna.postgres.PostgresFailures;
import dev.kahuna.postgres.Queries;
import dev.kahuna.replica.copy.SessionSetting;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates what the target needs before the schema: the app's role, Kahuna's tables and the
 * extensions.
 */
public final class TargetPreparation {
  private static final Queries QUERIES = Queries.of(TargetPreparation.class);
  private static final Logger LOG = LoggerFactory.getLogger(TargetPreparation.class);

  private record Extension(String name, String schema) {}

  private final Connection target;

  public TargetPreparation(Connection target) {
    this.target = target;
  }

  /** Creates what the source's schema needs; what exists already stays. */
  void make(Credentials.Password owner, Connection source) throws SQLException {
    makeOwner(owner.user(), owner.password());
    makeExtensions(source);
    takeSettings(source, owner.user());
  }

  /** Does the same, but goes on behind an extension that the target refuses. */
  public List<Refusal> rehearse(Credentials.Password owner, Connection source) throws SQLException {
    makeOwner(owner.user(), owner.password());
    var refusals = new ArrayList<Refusal>();
    for (var extension : extensions(source)) {
      try {
        makeExtension(extension);
      } catch (SQLException e) {
        if (PostgresFailures.isOfServer(e)) {
          throw e;
        }
        refusals.add(
            new Refusal(
                "extension " + extension.name(),
                Remedies.said(e),
                "Drop it and what uses it (DROP EXTENSION %s CASCADE), or wait for a version of Aurora that offers it"
                    .formatted(PlainNames.quoted(extension.name()))));
      }
    }
    letUseWrappers();
    takeSettings(source, owner.user());
    return List.copyOf(refusals);
  }

  private void makeOwner(String owner, String password) throws SQLException {
    if (owner.equals(target.getMetaData().getUserName())) {
      throw new Rejected(
          "The app's role and the target's master user are both named %s. Set kahuna.target.master-username of provisioner-service to another name, then run 'kahuna copy-again' with --new-cluster."
              .formatted(owner));
    }
    set("kahuna.owner", owner);
    QUERIES.run(target, "create-owner");
    // Hashed by the driver: the password itself is in no statement.
    target
        .unwrap(PGConnection.class)
        .alterUserPassword(owner, password.toCharArray(), "scram-sha-256");
    QUERIES.run(target, "create-journal");
  }

  /** In the same schemas as on the source, in the target's versions. */
  private void makeExtensions(Connection source) throws SQLException {
    var extensions = extensions(source);
    var names = extensions.stream().map(Extension::name).collect(Collectors.joining(","));
    List<String> missing =
        names.isEmpty()
            ? List.of()
            : QUERIES.list(target, "missing-extensions", row -> row.getString(1), names);
    if (!missing.isEmpty()) {
      throw new Rejected(
          "The target does not offer these extensions of the source: %s. Drop them on the replica, with what uses them, then run 'kahuna copy-again'."
              .formatted(String.join(", ", missing)));
    }
    for (var extension : extensions) {
      makeExtension(extension);
    }
    letUseWrappers();
  }

  /** As the app's role may on Heroku, so that it can make its foreign servers. */
  private void letUseWrappers() throws SQLException {
    QUERIES.run(target, "let-use-wrappers");
  }

  private static List<Extension> extensions(Connection source) throws SQLException {
    return QUERIES.list(
        source, "extensions", row -> new Extension(row.getString(1), row.getString(2)));
  }

  private void makeExtension(Extension extension) throws SQLException {
    set("kahuna.extension", extension.name());
    set("kahuna.schema", extension.schema());
    QUERIES.run(target, "create-extension");
  }

  /**
   * Gives the target the settings that the app's database and role have on the source, such as a
   * search path. One that it refuses stays behind: the preparation of the first window has named
   * it.
   */
  private void takeSettings(Connection source, String owner) throws SQLException {
    for (var setting : AppSetting.stored(source, owner)) {
      SettingStatement.of(target, owner, setting)
          .refusal(target)
          .ifPresent(why -> LOG.warn("setting {} stays behind: {}", setting.name(), why));
    }
  }

  private void set(String name, String value) throws SQLException {
    SessionSetting.set(target, name, value);
  }
}
