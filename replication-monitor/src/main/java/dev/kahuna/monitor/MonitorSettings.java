package dev.kahuna.monitor;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * When a copy counts as caught up, and when silence is an alarm.
 *
 * @param replayBound how far the replica may be behind Heroku, in WAL
 * @param heartbeatBound how old a heartbeat may be when it is seen on Aurora
 * @param samples how many samples in a row must be within their bound
 * @param volumeReserve percent of the replica's volume that slots must leave free, where Postgres
 *     itself does not limit them
 * @param troubleAfter how long nothing may arrive on Aurora before it is an alarm
 */
@ConfigurationProperties("kahuna.monitor")
public record MonitorSettings(
    @DefaultValue("32MB") DataSize replayBound,
    @DefaultValue("1s") Duration heartbeatBound,
    @DefaultValue("5") int samples,
    @DefaultValue("30s") Duration troubleAfter,
    @DefaultValue("10") int volumeReserve) {

  /** Refuses bounds by which nothing could ever be caught up, or anything always would. */
  public MonitorSettings {
    if (replayBound.toBytes() < 1
        || !heartbeatBound.isPositive()
        || samples < 1
        || !troubleAfter.isPositive()
        || volumeReserve < 1) {
      throw new IllegalArgumentException("Every setting under kahuna.monitor must be above zero");
    }
  }
}
