package dev.kahuna.replica.host;

import dev.kahuna.settings.SettingsCheck;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * WAL-G, installed on hosts whose image lacks it: {@code kahuna.wal-g.*}. The default is a release
 * built against the C library of Ubuntu 22.04; it runs there, on Debian 12 and on later releases of
 * both.
 *
 * @param url Address of the program; {@code %s} becomes the host's architecture, {@code amd64} or
 *     {@code aarch64}.
 */
public record ArchiveToolSettings(
    @DefaultValue("https://github.com/wal-g/wal-g/releases/download/v3.0.8/wal-g-pg-22.04-%s")
        String url,
    @DefaultValue Sha256 sha256) {
  private static final Pattern CHECKSUM = Pattern.compile("[0-9a-f]{64}");

  /**
   * The program's checksums, so that no other program ever gets the archive's keys. The defaults
   * are the release's own; independent projects pin the same ones, Zulip's Puppet modules for one.
   *
   * @param amd64 SHA-256 of the program for x86-64, as 64 hexadecimal digits.
   * @param aarch64 SHA-256 of the program for Arm, as 64 hexadecimal digits.
   */
  public record Sha256(
      @DefaultValue("f30544c5ce93cf83b87578e3c4a2e9c0e0ffc3d160ef89ecddaf75f397d98deb")
          String amd64,
      @DefaultValue("794d1a81f0c27825a1603bd39c0f2cf5dd8bed7cc36b598ca05d8d963c3d5fcf")
          String aarch64) {}

  /** The check of these settings, for the service's own to end. */
  public SettingsCheck check() {
    return new SettingsCheck()
        .require(
            url.matches("[a-z]+://\\S+"),
            "kahuna.wal-g.url is '%s': give a URL of the program, with %%s for the architecture.",
            url)
        .and(checksum("amd64", sha256.amd64()))
        .and(checksum("aarch64", sha256.aarch64()));
  }

  private static SettingsCheck checksum(String architecture, String value) {
    return new SettingsCheck()
        .require(
            CHECKSUM.matcher(value).matches(),
            "kahuna.wal-g.sha256.%s is '%s': give the 64 digits that sha256sum prints.",
            architecture,
            value);
  }
}
