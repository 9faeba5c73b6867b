package dev.kahuna.replica;

import dev.kahuna.replica.copy.CopySettings;
import dev.kahuna.replica.host.ArchiveToolSettings;
import dev.kahuna.replica.ssh.SshSettings;
import dev.kahuna.settings.SettingProblems;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of replica-service.
 *
 * @param targetAuthorities PEM file of the authorities that issue Aurora's certificates: RDS's
 *     {@code global-bundle.pem}.
 * @param postgres Settings of Postgres on the hosts, such as {@code shared_buffers}. They override
 *     those that Kahuna derives from the size of the host.
 */
@ConfigurationProperties("kahuna")
record ReplicaSettings(
    @NestedConfigurationProperty @DefaultValue SshSettings ssh,
    @NestedConfigurationProperty @DefaultValue ArchiveToolSettings walG,
    @DefaultValue("") String targetAuthorities,
    @NestedConfigurationProperty @DefaultValue CopySettings copy,
    @DefaultValue Map<String, String> postgres) {

  ReplicaSettings {
    postgres = Map.copyOf(postgres);
    var problems =
        new SettingProblems().and(ssh.problems()).and(walG.problems()).and(copy.problems());
    postgres.forEach(
        (name, value) ->
            problems
                .unless(
                    name.matches("[A-Za-z_][A-Za-z0-9_.$]*"),
                    "kahuna.postgres.%s: Postgres has no setting of that name. Give a name such as"
                        + " shared_buffers.",
                    name)
                .unless(
                    value.lines().count() <= 1,
                    "kahuna.postgres.%s has more than one line: give a single line.",
                    name));
    problems.refuse();
  }

  /** The file, if it is set. */
  Optional<Path> authorities() {
    return Optional.of(targetAuthorities).filter(file -> !file.isBlank()).map(Path::of);
  }
}
