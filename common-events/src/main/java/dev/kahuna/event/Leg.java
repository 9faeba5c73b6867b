package dev.kahuna.event;

/** One move of the app from a database to another. */
public enum Leg {
  /** From Heroku Postgres to the promoted replica. */
  TO_REPLICA,
  /** From the promoted replica to Aurora. */
  TO_AURORA,
  /** The way back: from Aurora to the replica. */
  BACK_TO_REPLICA
}
