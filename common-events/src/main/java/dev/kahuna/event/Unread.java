package dev.kahuna.event;

import java.util.List;

/**
 * Tables that were not compared row by row.
 *
 * @param partly tables of which only the count or the newest rows were compared
 * @param leftOut tables that were not read at all
 */
public record Unread(List<String> partly, List<String> leftOut) {}
