package dev.kahuna.event;

/**
 * Rows on which a comparison of both databases has no verdict: they may be equal or not.
 *
 * @param table its name for the operator
 * @param rows how many; 0 if that is not known
 * @param reason which rows, and why
 */
public record Unjudged(String table, long rows, String reason) {
  @Override
  public String toString() {
    if (rows == 0) {
      return "%s: %s".formatted(table, reason);
    }
    return "%s, %,d %s: %s".formatted(table, rows, rows == 1 ? "row" : "rows", reason);
  }
}
