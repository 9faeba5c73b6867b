package dev.kahuna.provisioner.target;

import dev.kahuna.settings.SettingsCheck;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Aurora cluster: {@code kahuna.target.*}. The bounds are RDS's own.
 *
 * @param masterUsername Aurora's master user, whose password RDS keeps.
 * @param backupRetentionDays Number of days for which Aurora can be restored to any moment, from 1
 *     to 35.
 * @param minCapacity Smallest capacity in Aurora capacity units, for {@code db.serverless} only.
 * @param maxCapacity Largest capacity in Aurora capacity units, for {@code db.serverless} only.
 */
public record TargetSettings(
    @DefaultValue("kahuna") String masterUsername,
    @DefaultValue("7") int backupRetentionDays,
    @DefaultValue("0.5") double minCapacity,
    @DefaultValue("16") double maxCapacity) {
  private static final int MOST_DAYS = 35;
  private static final double MOST_UNITS = 256;

  /** The check of these settings, for the service's own to end. */
  public SettingsCheck check() {
    return new SettingsCheck()
        .require(
            masterUsername.matches("[A-Za-z][A-Za-z0-9_]{0,62}"),
            "kahuna.target.master-username is '%s': give up to 63 letters, digits and underscores,"
                + " a letter first.",
            masterUsername)
        .require(
            backupRetentionDays >= 1 && backupRetentionDays <= MOST_DAYS,
            "kahuna.target.backup-retention-days is %d: give a number from 1 to 35.",
            backupRetentionDays)
        .require(
            maxCapacity >= 1 && maxCapacity <= MOST_UNITS,
            "kahuna.target.max-capacity is %s: give a number from 1 to 256.",
            maxCapacity)
        .require(
            minCapacity >= 0 && minCapacity <= maxCapacity,
            "kahuna.target.min-capacity is %s: give a number from 0 to kahuna.target.max-capacity,"
                + " which is %s.",
            minCapacity,
            maxCapacity);
  }
}
