package dev.kahuna.telemetry;

/**
 * The progress of a piece of work.
 *
 * @param done units done
 * @param total units in all; 0 if unknown
 * @param unit {@code bytes}, {@code rows}, {@code tables}, {@code indexes}
 */
public record Progress(long done, long total, String unit) {}
