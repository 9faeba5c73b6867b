package dev.kahuna.replica.schema;

import java.util.regex.Pattern;

/**
 * Tracks whether a place in pg_dump's SQL is inside a literal, a quoted name or a comment, where
 * text that looks like a statement is none.
 */
final class SqlLiterals {
  private static final Pattern OPENING =
      Pattern.compile("(?<comment>--[^\n]*)|(?<quote>[eE]?'|\"|/\\*|\\$(?:[A-Za-z_]\\w*)?\\$)");

  /** The end of the open literal; empty outside of one. */
  private String end = "";

  private boolean escapes;

  boolean outside() {
    return end.isEmpty();
  }

  /** Continues with the text that follows. */
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

  /** A doubled quote closes the literal and opens it again, which makes no difference here. */
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
