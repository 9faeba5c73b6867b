package dev.kahuna.provisioner.host;

import dev.kahuna.settings.SettingsCheck;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The machine image of the hosts: {@code kahuna.image.*}.
 *
 * @param owner AWS account whose images are searched, besides your own. The default is Canonical's.
 * @param ubuntu Name pattern of the image if the request names none; {@code %s} becomes {@code
 *     amd64} or {@code arm64}.
 */
public record ImageSettings(
    @DefaultValue("099720109477") String owner,
    @DefaultValue("ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-%s-server-*") String ubuntu) {

  /** The check of these settings, for the service's own to end. */
  public SettingsCheck check() {
    return new SettingsCheck()
        .require(
            !owner.isBlank(),
            "kahuna.image.owner is empty: give the number of the AWS account whose images to search.")
        .require(
            !ubuntu.isBlank() && !ubuntu.replaceFirst("%s", "").contains("%"),
            "kahuna.image.ubuntu is '%s': give an image name that contains %%s, for the architecture, at most once.",
            ubuntu);
  }
}
