package dev.kahuna.replica.schema;

import java.util.regex.Pattern;

/**
 * Whether a place in SQL, as pg_dump writes it, is within a literal, a quoted name or a comment,
 * where what looks like a statement is none.
 */
final class SqlLiterals {
  private static final Pattern OPENING =
      Pattern.compile("(?<comment>--[^\n]*)|(?<quote>[eE]?'|\"|/\\*|\\$(?:[A-Za-z_]\\w*)?\\$)");

  /** What ends the literal that is open; empty outside of one. */
  private String end = "";

  private boolean escapes;

  boolean outside() {
    return end.isEmpty();
  }

  /** Goes on with the text that follows what was read before. */
  void read(String text) {
    var at = 0;
    while (at < text.length()) {
      at = outside() ? open(text, at) : close(text, at);
    }
  }

  private int open(String text, int from) {
    var opening = OPENING.matcher(text);
    if (!opening.find(from)) {
      return text.length();
    }
    var quote = opening.group("quote");
    if (quote != null) {
      escapes = quote.length() == 2 && quote.endsWith("'");
      end = quote.equals("/*") ? "*/" : escapes ? "'" : quote;
    }
    return opening.end();
  }

  /** A doubled quote closes and opens again, which comes to the same. */
  private int close(String text, int from) {
    var backslash = escapes ? text.indexOf('\\', from) : -1;
    var closing = text.indexOf(end, from);
    if (backslash >= 0 && (closing < 0 || backslash < closing)) {
      return backslash + 2;
    }
    if (closing < 0) {
      return text.length();
    }
    var past = closing + end.length();
    end = "";
    return past;
  }
}
