package dev.kahuna.event;

import java.util.Locale;

/** One move of the app from one database to another. */
public enum Leg {
  /** From Heroku Postgres to the promoted replica. */
  TO_REPLICA(Site.HEROKU, Site.REPLICA),
  /** From the promoted replica to Aurora. */
  TO_AURORA(Site.REPLICA, Site.AURORA),
  /** The way back: from Aurora to the replica. */
  BACK_TO_REPLICA(Site.AURORA, Site.REPLICA);

  private final Site from;
  private final Site to;

  Leg(Site from, Site to) {
    this.from = from;
    this.to = to;
  }

  /** The old database: the one that the app leaves. */
  public Site from() {
    return from;
  }

  /** The new database: the one that the app moves to. */
  public Site to() {
    return to;
  }

  /** The leg as part of names of steps, secrets and metrics: {@code to-replica}. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
