package dev.kahuna.telemetry;

/**
 * How far a piece of work is.
 *
 * @param done units done
 * @param total units in all; 0 if nobody knows
 * @param unit {@code bytes}, {@code rows}, {@code tables}, {@code indexes}
 */
public record Progress(long done, long total, String unit) {}
