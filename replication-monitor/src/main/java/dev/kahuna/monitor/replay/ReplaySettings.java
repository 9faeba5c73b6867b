package dev.kahuna.monitor.replay;

/**
 * When the replica counts as caught up with Heroku.
 *
 * @param bound bytes of WAL that it may be behind
 * @param samples how many samples in a row must be within the bound
 */
public record ReplaySettings(long bound, int samples) {}
