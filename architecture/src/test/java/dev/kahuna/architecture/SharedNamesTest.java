package dev.kahuna.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.migration.ReplicationNames;
import dev.kahuna.migration.SecretNames;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Only {@link ReplicationNames} and {@link SecretNames} define the names that services share. */
class SharedNamesTest {
  private static final Set<String> NAMES = constants(ReplicationNames.class);

  /** What else may begin with Kahuna's name in SQL. */
  private static final Pattern NOT_SHARED =
      Pattern.compile(
          String.join(
              "|",
              // a comment
              "--[^\n]*",
              // a table in Kahuna's schema, or a setting
              "\\bkahuna\\.\\w+",
              // the temporary table of one session
              "\\bkahuna_df\\b",
              // the names under which Kahuna's own sessions appear
              "'kahuna-%'",
              // roles that are not the tenant's
              "\\^\\(pg\\|kahuna\\)_",
              // files in the data directory
              "/kahuna-aurora\\.pem\\b"));

  private static final Pattern SQL_WORD = Pattern.compile("\\bkahuna\\w*");

  /** Names that mean nothing else, as words; those of secrets as whole literals; names in SQL. */
  private static final Pattern JAVA_LITERAL =
      Pattern.compile(
          Stream.of(
                  NAMES.stream().filter(name -> name.contains("_")).map("\\b%s\\b"::formatted),
                  constants(SecretNames.class).stream().map("\"%s\""::formatted),
                  Stream.of("\\b(SUBSCRIPTION|PUBLICATION|SCHEMA) kahuna\\b"))
              .flatMap(names -> names)
              .collect(Collectors.joining("|")));

  @Test
  void sqlUsesTheSharedNames() {
    assertThat(
            files("resources", ".sql")
                .flatMap(file -> inSql(Checkout.name(file), Checkout.read(file)).stream()))
        .isEmpty();
  }

  @Test
  void anUnknownNameInSqlIsReported() {
    assertThat(inSql("a.sql", "SELECT 1 -- kahuna_x\nFROM x WHERE n = 'kahuna_revers'"))
        .containsExactly("a.sql: kahuna_revers");
    assertThat(inSql("a.sql", "SELECT kahuna_x.y, kahuna-x")).hasSize(1);
    assertThat(inSql("a.sql", "DROP ROLE kahuna_reverse; SELECT kahuna.fence, 'kahuna-%'"))
        .isEmpty();
  }

  @Test
  void noOtherClassRepeatsASharedName() {
    assertThat(
            files("java", ".java")
                .filter(
                    file ->
                        !file.getFileName().toString().matches("(Replication|Secret)Names.java"))
                .flatMap(file -> inJava(Checkout.name(file), Checkout.read(file)).stream()))
        .isEmpty();
  }

  @Test
  void aRepeatedNameInJavaIsReported() {
    assertThat(
            inJava(
                "A.java",
                """
                var user = "user=kahuna_replication";
                var key = "ssh-key";
                var sql = "ALTER SUBSCRIPTION kahuna ENABLE";
                """))
        .containsExactly(
            "A.java: kahuna_replication", "A.java: \"ssh-key\"", "A.java: SUBSCRIPTION kahuna");
    assertThat(inJava("A.java", "ReplicationNames.REVERSE + \"kahuna_reverses ssh-keys\""))
        .isEmpty();
  }

  private static List<String> inSql(String file, String sql) {
    return SQL_WORD
        .matcher(NOT_SHARED.matcher(sql).replaceAll(""))
        .results()
        .map(MatchResult::group)
        .filter(word -> !NAMES.contains(word))
        .map(word -> file + ": " + word)
        .toList();
  }

  private static List<String> inJava(String file, String text) {
    return JAVA_LITERAL.matcher(text).results().map(match -> file + ": " + match.group()).toList();
  }

  private static Stream<Path> files(String kind, String ending) {
    return Checkout.filesBelow(Checkout.ROOT)
        .filter(file -> Checkout.name(file).matches("[^/]+/src/main/" + kind + "/.*"))
        .filter(file -> file.toString().endsWith(ending));
  }

  private static Set<String> constants(Class<?> names) {
    return Arrays.stream(names.getFields())
        .filter(field -> Modifier.isStatic(field.getModifiers()))
        .map(SharedNamesTest::value)
        .collect(Collectors.toSet());
  }

  private static String value(Field field) {
    try {
      return (String) field.get(null);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
