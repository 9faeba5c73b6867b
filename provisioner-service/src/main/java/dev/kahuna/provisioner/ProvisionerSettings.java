package dev.kahuna.provisioner;

import dev.kahuna.provisioner.host.ImageSettings;
import dev.kahuna.provisioner.host.SshSettings;
import dev.kahuna.provisioner.target.TargetSettings;
import dev.kahuna.settings.SettingsCheck;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of provisioner-service. Region, credentials and endpoints of AWS come from the SDK's
 * own environment ({@code AWS_REGION}, {@code AWS_PROFILE}, {@code AWS_ENDPOINT_URL}, …).
 *
 * @param recheck Pause between two looks at something that AWS is creating or deleting.
 */
@ConfigurationProperties("kahuna")
record ProvisionerSettings(
    @NestedConfigurationProperty @DefaultValue SshSettings ssh,
    @NestedConfigurationProperty @DefaultValue ImageSettings image,
    @NestedConfigurationProperty @DefaultValue TargetSettings target,
    @DefaultValue("3s") Duration recheck) {

  ProvisionerSettings {
    new SettingsCheck()
        .and(ssh.check())
        .and(image.check())
        .and(target.check())
        .require(
            recheck.isPositive(),
            "kahuna.recheck is %s: give a pause of more than zero, such as 3s.",
            recheck)
        .done();
  }
}
