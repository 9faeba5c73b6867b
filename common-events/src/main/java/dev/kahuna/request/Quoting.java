package dev.kahuna.request;

import java.util.regex.Pattern;

/** Decides what of a request may be repeated in a message. */
final class Quoting {
  private static final Pattern FIELD = Pattern.compile("[A-Za-z][A-Za-z_-]{0,31}");
  private static final Pattern HARMLESS = Pattern.compile("[\\w .:/-]{1,24}");

  private Quoting() {}

  /** A field's name, unless it looks like something else that slipped there. */
  static String field(String name) {
    return FIELD.matcher(name).matches() ? name : "A field whose name is no plain word";
  }

  /** {@code , not 2TB}, or nothing if the value is long or odd and so might be a secret. */
  static String not(String value) {
    return HARMLESS.matcher(value).matches() ? ", not " + value : "";
  }
}
