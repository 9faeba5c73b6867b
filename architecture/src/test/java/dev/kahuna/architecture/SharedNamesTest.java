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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names that services share are those of {@link ReplicationNames} and {@link SecretNames}. */
class SharedNamesTest {
  /** Words of SQL that begin with Kahuna's name, with what stands before and after them. */
  private static final Pattern WORD = Pattern.compile("(?<![\\w.-])(kahuna\\w*)(?![\\w-]*[.%])");

  private static final Pattern COMMENT = Pattern.compile("--[^\n]*");

  /** A session's temporary table, and the origin of a message that nobody reads. */
  private static final Set<String> OF_ONE_FILE = Set.of("kahuna_df");

  private static final Set<String> NAMES = constants(ReplicationNames.class);

  /** Longer than a word that could mean anything. */
  private static final Set<String> LITERALS =
      Stream.of(NAMES, constants(SecretNames.class))
          .flatMap(Set::stream)
          .filter(name -> !name.equals(ReplicationNames.SCHEMA))
          .map(name -> '"' + name + '"')
          .collect(Collectors.toSet());

  @Test
  void sqlNamesWhatReplicationNamesNames() {
    assertThat(
            files("resources", ".sql")
                .flatMap(file -> strangers(Checkout.name(file), Checkout.read(file)).stream()))
        .isEmpty();
  }

  @Test
  void aStrangerInSqlIsSeen() {
    assertThat(strangers("a.sql", "SELECT 1 -- kahuna_x\nFROM pg_x WHERE n = 'kahuna_revers'"))
        .containsExactly("a.sql: kahuna_revers");
    assertThat(strangers("a.sql", "DROP ROLE kahuna_reverse; SELECT kahuna.fence, 'kahuna-%'"))
        .isEmpty();
  }

  @Test
  void noOtherClassRepeatsAName() {
    assertThat(
            files("java", ".java")
                .filter(
                    file ->
                        !file.getFileName().toString().matches("(Replication|Secret)Names.java"))
                .filter(file -> !Checkout.name(file).startsWith("stand-ins/"))
                .flatMap(
                    file ->
                        LITERALS.stream()
                            .filter(Checkout.read(file)::contains)
                            .map(literal -> Checkout.name(file) + ": " + literal)))
        .isEmpty();
  }

  private static List<String> strangers(String file, String sql) {
    return WORD.matcher(COMMENT.matcher(sql).replaceAll(""))
        .results()
        .map(match -> match.group(1))
        .filter(word -> !NAMES.contains(word) && !OF_ONE_FILE.contains(word))
        .map(word -> file + ": " + word)
        .toList();
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
