package dev.kahuna.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Java source file, as far as the rules look at it.
 *
 * @param path within the checkout: {@code module/src/main/java/…}
 * @param imports fully qualified names: those of imports, static ones too, and those of Kahuna that
 *     the code or its Javadoc writes out in full
 */
record SourceFile(String path, String packageName, List<String> imports, int lines) {
  private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
  private static final Pattern IMPORT =
      Pattern.compile("^import (?:static )?([\\w.]+(?:\\.\\*)?);", Pattern.MULTILINE);
  private static final Pattern IN_FULL = Pattern.compile("\\bdev(?:\\.[a-z]\\w*)+\\.[A-Z]\\w*");
  private static final Pattern JAVA = Pattern.compile("[^/]+/src/(main|test)/java/.*\\.java");

  static SourceFile of(String path, String text) {
    var found = PACKAGE.matcher(text);
    return new SourceFile(
        path,
        found.find() ? found.group(1) : "",
        Stream.concat(
                IMPORT.matcher(text).results().map(match -> match.group(1)),
                IN_FULL.matcher(text).results().map(MatchResult::group))
            .distinct()
            .toList(),
        (int) text.lines().count());
  }

  /** Every Java file of every module. */
  static List<SourceFile> ofCheckout() throws IOException {
    try (var modules = Files.list(Checkout.ROOT)) {
      return modules
          .map(module -> module.resolve("src"))
          .filter(Files::isDirectory)
          .flatMap(Checkout::filesBelow)
          .filter(file -> JAVA.matcher(Checkout.name(file)).matches())
          .map(file -> of(Checkout.name(file), Checkout.read(file)))
          .toList();
    }
  }

  String module() {
    return path.substring(0, path.indexOf('/'));
  }

  boolean isMain() {
    return path.contains("/src/main/");
  }

  boolean isPackageInfo() {
    return path.endsWith("/package-info.java");
  }

  /** The name of the class, which is the file's. */
  String simpleName() {
    return path.substring(path.lastIndexOf('/') + 1, path.length() - ".java".length());
  }

  /** The packages of Kahuna that this file imports from. */
  Stream<String> importedPackages() {
    return imports.stream()
        .filter(name -> name.startsWith("dev.kahuna."))
        .map(SourceFile::packageOf);
  }

  boolean importsFrom(String prefix) {
    return imports.stream().anyMatch(name -> name.startsWith(prefix));
  }

  /** A package's names begin with a small letter, a type's with a capital one. */
  private static String packageOf(String imported) {
    Matcher type = Pattern.compile("\\.[A-Z*]").matcher(imported);
    return type.find() ? imported.substring(0, type.start()) : imported;
  }
}
