package dev.kahuna.replica;

import dev.kahuna.replica.copy.CopySettings;
import dev.kahuna.replica.host.ArchiveToolSettings;
import dev.kahuna.replica.ssh.SshSettings;
import dev.kahuna.settings.SettingsCheck;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of replica-service.
 *
 * @param postgres Settings of Postgres on the hosts, such as {@code shared_buffers}. They override
 *     those that Kahuna derives from the size of the host.
 */
@ConfigurationProperties("kahuna")
record ReplicaSettings(
    @NestedConfigurationProperty @DefaultValue SshSettings ssh,
    @NestedConfigurationProperty @DefaultValue ArchiveToolSettings walG,
    @NestedConfigurationProperty @DefaultValue CopySettings copy,
    @DefaultValue Map<String, String> postgres) {

  ReplicaSettings {
    postgres = Map.copyOf(postgres);
    var check = new SettingsCheck().and(ssh.check()).and(walG.check()).and(copy.check());
    postgres.forEach(
        (name, value) ->
            check
                .require(
                    name.matches("[A-Za-z_][A-Za-z0-9_.$]*"),
                    "kahuna.postgres.%s: Postgres has no setting of that name. Give a name such as"
                        + " shared_buffers.",
                    name)
                .require(
                    value.lines().count() <= 1,
                    "kahuna.postgres.%s has more than one line: give a single line.",
                    name));
    check.done();
  }
}
