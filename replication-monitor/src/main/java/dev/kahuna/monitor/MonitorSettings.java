package dev.kahuna.monitor;

import dev.kahuna.monitor.replay.ReplaySettings;
import dev.kahuna.monitor.replication.ReplicationSettings;
import dev.kahuna.settings.SettingsCheck;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings of replication-monitor: when a copy counts as caught up, and when silence is an
 * alarm.
 *
 * @param replayBound How much WAL the replica may be behind Heroku and still count as caught up.
 *     The archive gets whole segments of 16 MB: one is always being written, another one may be on
 *     its way through S3.
 * @param heartbeatBound How old a heartbeat may be when it arrives on Aurora.
 * @param samples How many samples in a row must be within their bound.
 * @param volumeReserve Percent of the replica's volume that slots must leave free, from 1 to 99,
 *     where Postgres itself does not limit them (up to version 12).
 * @param troubleAfter How long nothing may arrive on Aurora, or a server may be out of reach,
 *     before that counts as trouble.
 */
@ConfigurationProperties("kahuna.monitor")
record MonitorSettings(
    @DefaultValue("32MB") DataSize replayBound,
    @DefaultValue("1s") Duration heartbeatBound,
    @DefaultValue("5") int samples,
    @DefaultValue("30s") Duration troubleAfter,
    @DefaultValue("10") int volumeReserve) {

  /** Refuses bounds within which nothing could ever be caught up, or everything always would. */
  MonitorSettings {
    new SettingsCheck()
        .require(
            replayBound.toBytes() >= 1,
            "kahuna.monitor.replay-bound is %s: give a size of more than zero, such as 32MB.",
            replayBound)
        .require(
            heartbeatBound.isPositive(),
            "kahuna.monitor.heartbeat-bound is %s: give a time of more than zero, such as 1s.",
            heartbeatBound)
        .require(samples >= 1, "kahuna.monitor.samples is %d: give at least 1.", samples)
        .require(
            troubleAfter.isPositive(),
            "kahuna.monitor.trouble-after is %s: give a time of more than zero, such as 30s.",
            troubleAfter)
        .require(
            volumeReserve >= 1 && volumeReserve <= 99,
            "kahuna.monitor.volume-reserve is %d: give a percentage from 1 to 99.",
            volumeReserve)
        .done();
  }

  ReplaySettings replay() {
    return new ReplaySettings(replayBound.toBytes(), samples);
  }

  ReplicationSettings replication() {
    return new ReplicationSettings(heartbeatBound, samples, troubleAfter);
  }
}
