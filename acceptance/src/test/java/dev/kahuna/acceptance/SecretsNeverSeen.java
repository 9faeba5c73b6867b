package dev.kahuna.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.log.EventCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** No fact, no service's log file and no process's arguments contain a secret. */
final class SecretsNeverSeen implements Guarantee {
  /** Words of a secret's text that are long enough to be secret themselves. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9+/=_-]{16,}");

  /** Words in a secret's text that are not secret: names, hosts, and the armour of keys. */
  private static final Pattern PUBLIC =
      Pattern.compile("(?i).*(kahuna|begin|end|private|public|certificate|amazonaws|postgres).*");

  private static final Set<String> SECRET_VARIABLES =
      Set.of("HEROKU_API_KEY", "AWS_SECRET_ACCESS_KEY", "ARCHIVE_SECRET_ACCESS_KEY");

  @Override
  public void check(FaultyMigration migration) throws Exception {
    var secrets = secrets(migration);
    assertThat(secrets).hasSizeGreaterThan(5);
    var seen = new TreeSet<String>();
    places(migration)
        .forEach(
            (place, text) -> {
              if (secrets.stream().anyMatch(text::contains)) {
                seen.add(place);
              }
            });
    assertThat(seen).as("places where a secret is").isEmpty();
  }

  private static Set<String> secrets(FaultyMigration migration) {
    var cloud = migration.cloud();
    var given =
        cloud.serviceEnvironment().entrySet().stream()
            .filter(variable -> SECRET_VARIABLES.contains(variable.getKey()))
            .map(Map.Entry::getValue);
    var password = Stream.of(migration.source().databaseUrl().replaceFirst(".*:([^@]+)@.*", "$1"));
    var kept =
        cloud.aws().secretValues().stream()
            .filter(value -> !value.contains("CERTIFICATE"))
            .flatMap(value -> WORD.matcher(value).results().map(word -> word.group()))
            .filter(word -> !PUBLIC.matcher(word).matches());
    return Stream.of(given, password, kept).flatMap(s -> s).collect(Collectors.toSet());
  }

  private static Map<String, String> places(FaultyMigration migration) throws IOException {
    var places = new HashMap<String, String>();
    var codec = new EventCodec();
    for (var fact : migration.log()) {
      places.put(fact.shortName(), new String(codec.encode(fact.event()), StandardCharsets.UTF_8));
    }
    for (var service : List.of("provisioner-service", "replica-service", "replication-monitor")) {
      add(places, migration.cloud().logs().resolve(service + ".log"));
    }
    add(places, migration.cloud().logs().resolve(FaultyMigration.SERVICE + ".log"));
    try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (var process : processes) {
        add(places, process.resolve("cmdline"));
      }
    }
    return places;
  }

  private static void add(Map<String, String> places, Path file) {
    try {
      places.put(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      // The process has ended meanwhile.
    }
  }
}
