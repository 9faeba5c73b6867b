package dev.kahuna.request;

import java.util.Collection;
import java.util.Comparator;

/** Suggests the field that somebody probably meant. */
final class Suggestions {
  private static final int FARTHEST = 3;

  private Suggestions() {}

  /** Advice such as {@code did you mean token?}, with its end mark. */
  static String hint(String name, Collection<String> known) {
    var shortened = name.length() > 40 ? name.substring(0, 40) : name;
    return known.stream()
        .min(Comparator.comparingInt(k -> distance(shortened, k)))
        .filter(k -> distance(shortened, k) <= Math.min(FARTHEST, k.length() - 1))
        .map(k -> "did you mean " + k + "?")
        .orElse("the fields here are " + String.join(", ", known) + ".");
  }

  /** The Levenshtein distance. */
  static int distance(String a, String b) {
    var row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      var diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        var replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
