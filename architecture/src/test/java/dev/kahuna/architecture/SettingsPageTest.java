package dev.kahuna.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page {@code docs/settings.md}, from what the configuration processor found. */
class SettingsPageTest {
  private static final String METADATA =
      "target/classes/META-INF/spring-configuration-metadata.json";

  private static final String RUNTIME = "service-runtime";

  private static final String SHARED =
      Checkout.read(
          Checkout.ROOT.resolve("service-runtime/src/main/resources/kahuna-service.yaml"));

  private static final List<String> ORDER =
      List.of(
          RUNTIME,
          "provisioner-service",
          "replica-service",
          "replication-monitor",
          "cutover-service");

  @Test
  void thePageOfTheSettingsIsFresh() throws IOException {
    var page = new StringBuilder();
    try (var introduction = getClass().getResourceAsStream("settings-introduction.md")) {
      page.append(new String(introduction.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
    }
    for (var module : ORDER) {
      page.append(
          "\n## %s%n%n"
              .formatted(module.equals(RUNTIME) ? "Settings that all services share" : module));
      page.append("| Setting | Variable | Type | Default | Meaning |\n|---|---|---|---|---|\n");
      properties(module).forEach(property -> page.append(row(property)));
    }
    GeneratedPage.holds("settings.md", page.toString());
  }

  @Test
  void everySettingIsExplained() {
    assertThat(ORDER.stream().flatMap(module -> properties(module).stream()))
        .hasSizeGreaterThan(20)
        .allSatisfy(
            property ->
                assertThat(property.path("description").asString(""))
                    .as(property.path("name").asString())
                    .isNotBlank());
  }

  /** Compose passes on variables; each is one that a service knows. */
  @Test
  void composeNamesKnownVariables() {
    var known =
        ORDER.stream()
            .flatMap(module -> properties(module).stream())
            .map(property -> variable(property.path("name").asString()))
            .toList();
    var compose = Checkout.read(Checkout.ROOT.resolve("docker-compose.yml"));
    assertThat(
            Pattern.compile("\\bKAHUNA_\\w+")
                .matcher(compose)
                .results()
                .map(found -> found.group()))
        .isNotEmpty()
        .isSubsetOf(known);
  }

  private static List<JsonNode> properties(String module) {
    var metadata = Checkout.read(Checkout.ROOT.resolve(module).resolve(METADATA));
    return StreamSupport.stream(
            JsonMapper.shared().readTree(metadata).path("properties").spliterator(), false)
        .filter(property -> property.path("name").asString().startsWith("kahuna."))
        .toList();
  }

  private static String row(JsonNode property) {
    var name = property.path("name").asString();
    var given = property.path("defaultValue");
    var isMap = property.path("type").asString().startsWith("java.util.Map");
    return "| `%s` | %s | %s | %s | %s |%n"
        .formatted(
            name + (isMap ? ".*" : ""),
            isMap ? "" : "`" + variable(name) + "`",
            type(property.path("type").asString()),
            given.isMissingNode() || given.asString("").isEmpty()
                ? ""
                : "`" + given.asString() + "`",
            GeneratedPage.cell(property.path("description").asString("")));
  }

  /** The type of what is given: without its package, and without what holds it. */
  private static String type(String declared) {
    var given = declared.replaceAll("^java\\.util\\.(?:Optional<|Map<[^,]+,)(.*)>$", "$1");
    var name = given.substring(given.lastIndexOf('.') + 1);
    return switch (name) {
      case "Integer" -> "whole number";
      case "Double" -> "number";
      case "String" -> "text";
      case "Duration" -> "time, such as `30s`";
      case "DataSize" -> "size, such as `32MB`";
      case "URI" -> "URL";
      case "File" -> "file";
      default -> throw new IllegalStateException("a setting of the new type " + declared);
    };
  }

  @Test
  void aTypeIsNamedForTheOperator() {
    assertThat(type("java.util.Optional<java.time.Duration>")).isEqualTo("time, such as `30s`");
    assertThat(type("java.util.Map<java.lang.String,java.lang.String>")).isEqualTo("text");
    assertThat(type("java.lang.Integer")).isEqualTo("whole number");
  }

  /**
   * The variable that the shared settings file names; else Boot's rule: capitals, {@code _} for a
   * dot, hyphens dropped.
   */
  private static String variable(String name) {
    var last = name.substring(name.lastIndexOf('.') + 1);
    var named = Pattern.compile("(?m)^  " + last + ": \\$\\{(KAHUNA_\\w+):").matcher(SHARED);
    return named.find()
        ? named.group(1)
        : name.toUpperCase(Locale.ROOT).replace("-", "").replace('.', '_');
  }
}
