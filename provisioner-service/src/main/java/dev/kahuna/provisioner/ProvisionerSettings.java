package dev.kahuna.provisioner;

import dev.kahuna.provisioner.host.ImageSettings;
import dev.kahuna.provisioner.host.SshSettings;
import dev.kahuna.provisioner.target.TargetSettings;
import dev.kahuna.settings.SettingProblems;
import java.net.URI;
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
    @DefaultValue Heroku heroku,
    @NestedConfigurationProperty @DefaultValue SshSettings ssh,
    @NestedConfigurationProperty @DefaultValue ImageSettings image,
    @NestedConfigurationProperty @DefaultValue TargetSettings target,
    @DefaultValue("3s") Duration recheck) {

  ProvisionerSettings {
    new SettingProblems()
        .unless(
            String.valueOf(heroku.url().getScheme()).matches("https?"),
            "kahuna.heroku.url is '%s': give the address of the Platform API, such as"
                + " https://api.heroku.com.",
            heroku.url())
        .and(ssh.problems())
        .and(image.problems())
        .and(target.problems())
        .unless(
            recheck.isPositive(),
            "kahuna.recheck is %s: give a pause of more than zero, such as 3s.",
            recheck)
        .refuse();
  }

  /**
   * @param url Address of Heroku's Platform API, without a path.
   */
  record Heroku(@DefaultValue("https://api.heroku.com") URI url) {}
}
