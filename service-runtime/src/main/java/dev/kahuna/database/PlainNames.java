package dev.kahuna.database;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names as the operator reads them. Which words a server quotes depends on its version, for each
 * version reserves more of them; here only the spelling decides. So texts of two servers that mean
 * the same are equal.
 */
public final class PlainNames {
  /** A quoted name; or a literal, in which a name is none. */
  private static final Pattern QUOTED =
      Pattern.compile("\"(?<name>[^\"]*+(?:\"\"[^\"]*+)*+)\"|'[^']*+(?:''[^']*+)*+'");

  private static final Pattern LOWER_CASE = Pattern.compile("[a-z_][a-z0-9_$]*");

  private PlainNames() {}

  /** A name as a statement takes it on a server of any version: always quoted. */
  public static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** The text of a server, with quotes only around names that need them by their spelling. */
  public static String of(String text) {
    return QUOTED
        .matcher(text)
        .replaceAll(
            found -> {
              var name = found.group("name");
              var plain = name != null && LOWER_CASE.matcher(name).matches() ? name : found.group();
              return Matcher.quoteReplacement(plain);
            });
  }
}
