package dev.kahuna.failure;

/** Why a step failed, which says who can mend it. */
public enum FailureKind {
  /** The operator must change something: a right, a setting, an object in the database. */
  REJECTED,
  /** Something was out of reach for longer than the step's retries lasted. */
  UNAVAILABLE,
  /** Kahuna did something wrong; other migrations go on. */
  BUG
}
