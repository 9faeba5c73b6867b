package dev.kahuna.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A class finds the SQL that it names in the folder beside it. */
class SqlFilesTest {
  private static final Pattern NAMED =
      Pattern.compile("\\b(?:SQL|QUERIES)\\s*\\.\\w+\\(\\s*[\\w.()]+,\\s*\"([a-z][a-z-]*)\"");

  @Test
  void everyNamedFileExists() {
    var named =
        Checkout.filesBelow(Checkout.ROOT)
            .filter(file -> Checkout.name(file).matches("[^/]+/src/main/java/.*\\.java"))
            .filter(SqlFilesTest::hasItsOwnSql)
            .flatMap(file -> named(Checkout.read(file)).stream().map(name -> beside(file, name)))
            .toList();
    assertThat(named).hasSizeGreaterThan(100).allMatch(Files::isRegularFile);
  }

  @Test
  void aNameIsFoundInACall() {
    assertThat(named("SQL.run(host, \"resume-replay\");\n QUERIES.list(\n  at.x(), \"two\", row"))
        .containsExactly("resume-replay", "two");
  }

  private static boolean hasItsOwnSql(Path file) {
    var own = file.getFileName().toString().replace(".java", "");
    return Checkout.read(file).contains("Queries.of(%s.class)".formatted(own));
  }

  private static List<String> named(String java) {
    return NAMED.matcher(java).results().map(found -> found.group(1)).toList();
  }

  private static Path beside(Path file, String name) {
    var directory = file.getParent().toString().replace("/src/main/java/", "/src/main/resources/");
    return Path.of(directory, "sql", name + ".sql");
  }
}
