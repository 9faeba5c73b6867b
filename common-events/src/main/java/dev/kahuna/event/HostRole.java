package dev.kahuna.event;

/** What a host is for. */
public enum HostRole {
  /** Replays the archive, is promoted, and serves the app between the two cutovers. */
  REPLICA,
  /** Follows the replica; frozen at the promotion point while the data is copied from it. */
  STANDBY
}
