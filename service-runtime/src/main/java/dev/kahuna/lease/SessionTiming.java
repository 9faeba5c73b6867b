package dev.kahuna.lease;

import dev.kahuna.settings.SettingsCheck;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * All time limits that follow from Kafka's session time-out, after which the group gives the
 * partitions of a silent instance to another one.
 *
 * <p>A third of the session is for silence: the lease ends when Kafka has not answered for that
 * long. Two thirds are for calls: one that began just before the lease ended must have ended when
 * the next owner begins.
 *
 * @param session Kafka's session time-out ({@code session.timeout.ms})
 * @param heartbeat pause between two heartbeats ({@code heartbeat.interval.ms})
 * @param callTimeout limit of one call of Heroku or one statement in a window
 */
public record SessionTiming(Duration session, Duration heartbeat, Duration callTimeout) {
  /** With Kahuna's own settings of Kafka; for processes that belong to no group. */
  public static final SessionTiming DEFAULT =
      of(Duration.ofSeconds(6), Duration.ofMillis(500), Optional.empty());

  // In a window, what takes longer counts as failed, however long the session is.
  private static final long LONGEST_CALL_MILLIS = 4000;
  private static final int HEARTBEATS_WITHIN_A_SESSION = 6;

  /** Refuses a combination by which two instances could act at once. */
  public SessionTiming {
    var two = session.multipliedBy(2).dividedBy(3);
    var pause = session.dividedBy(HEARTBEATS_WITHIN_A_SESSION);
    new SettingsCheck()
        .require(
            heartbeat.isPositive() && heartbeat.compareTo(pause) <= 0,
            ("heartbeat.interval.ms is %s and must be above zero and at most a sixth of"
                    + " session.timeout.ms, which is %s: set"
                    + " spring.kafka.consumer.properties[heartbeat.interval.ms] to %d or less.")
                .formatted(seconds(heartbeat), seconds(session), pause.toMillis()))
        .require(
            callTimeout.isPositive() && callTimeout.compareTo(two) <= 0,
            tooLong("kahuna.heroku.timeout", callTimeout, session))
        .done();
  }

  /**
   * The limits for this session.
   *
   * @param callTimeout limit of one call, if it is set; else two thirds of the session, at most 4 s
   * @throws dev.kahuna.settings.InvalidSettings with what to change, if two instances could act at
   *     once
   */
  public static SessionTiming of(
      Duration session, Duration heartbeat, Optional<Duration> callTimeout) {
    var most = Math.min(LONGEST_CALL_MILLIS, session.toMillis() * 2 / 3);
    return new SessionTiming(session, heartbeat, callTimeout.orElse(Duration.ofMillis(most)));
  }

  /**
   * The limit of a kind of call: what is set, else {@link #callTimeout}.
   *
   * @param setting its name
   * @throws dev.kahuna.settings.InvalidSettings if it is more than two thirds of the session
   */
  public Duration limit(String setting, Optional<Duration> wanted) {
    var limit = wanted.orElse(callTimeout);
    var check = new SettingsCheck();
    check.require(limit.compareTo(patience()) <= 0, tooLong(setting, limit, session)).done();
    return limit;
  }

  /** How long Kafka may be silent before the lease ends. */
  public Duration longestSilence() {
    return session.dividedBy(3);
  }

  /** How long an owner that gives a partition up waits for its calls to end. */
  public Duration patience() {
    return session.multipliedBy(2).dividedBy(3);
  }

  /** After an append whose outcome is unknown: time to learn that the partition is lost. */
  public Duration afterUnknownAppend() {
    return session.dividedBy(2);
  }

  /** After another instance took the fence: how long to wait before taking it back. */
  public Duration beforeFencingAgain() {
    return session.multipliedBy(5).dividedBy(3);
  }

  /** After a lost fence: when a step may be attempted again. By then the group has decided. */
  public Duration afterLostFence() {
    return session.multipliedBy(2);
  }

  private static String tooLong(String setting, Duration limit, Duration session) {
    return ("%s is %s and must be above zero and at most two thirds of Kafka's session time-out,"
            + " which is %s: set it to %s or less, or raise"
            + " spring.kafka.consumer.properties[session.timeout.ms].")
        .formatted(
            setting,
            seconds(limit),
            seconds(session),
            seconds(session.multipliedBy(2).dividedBy(3)));
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }
}
