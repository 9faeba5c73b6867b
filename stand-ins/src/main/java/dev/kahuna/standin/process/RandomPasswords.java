package dev.kahuna.standin.process;

import java.security.SecureRandom;

/** Random names and secrets of letters and digits, as Heroku makes them. */
public final class RandomPasswords {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int LETTERS = 26;

  private RandomPasswords() {}

  /** A secret of 48 characters. */
  public static String generate() {
    return "p" + text(47);
  }

  /** A name of lower case letters that nobody has. */
  public static String name(int length) {
    var name = new StringBuilder();
    RANDOM.ints(length, 0, LETTERS).forEach(i -> name.append(ALPHABET.charAt(i)));
    return name.toString();
  }

  private static String text(int length) {
    var text = new StringBuilder();
    RANDOM.ints(length, 0, ALPHABET.length()).forEach(i -> text.append(ALPHABET.charAt(i)));
    return text.toString();
  }
}
