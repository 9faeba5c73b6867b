package dev.kahuna.failure;

/** Why a step failed, and so who can fix it. */
public enum FailureKind {
  /** The operator must change something: a right, a setting, an object in the database. */
  REJECTED,
  /** Something was out of reach for longer than the step's retries lasted. */
  UNAVAILABLE,
  /** Kahuna has a bug; other migrations continue. */
  BUG
}
