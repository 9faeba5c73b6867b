package dev.kahuna.request;

import java.util.regex.Pattern;

/** Decides which parts of a request a message may repeat. */
final class Quoting {
  private static final Pattern FIELD = Pattern.compile("[A-Za-z][A-Za-z_-]{0,31}");
  private static final Pattern HARMLESS = Pattern.compile("[\\w .:/-]{0,23}[\\w:/-]");

  private Quoting() {}

  /** A field's name, unless it might be a secret in the wrong place. */
  static String field(String name) {
    return FIELD.matcher(name).matches() ? name : "A field whose name is not a plain word";
  }

  /** {@code , not 2TB}; empty if the value is long or unusual and so might be a secret. */
  static String not(String value) {
    return HARMLESS.matcher(value).matches() ? ", not " + value : "";
  }
}
