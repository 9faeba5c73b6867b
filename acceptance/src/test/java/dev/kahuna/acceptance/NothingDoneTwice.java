package dev.kahuna.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.event.CutoverEvent;
import dev.kahuna.event.CutoverEvent.AppRepointed;
import dev.kahuna.migration.LoggedEvent;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The log has each fact of an attempt once, and each repoint gave the app one release. */
final class NothingDoneTwice implements Guarantee {
  private record Recorded(String type, String about, Object partOf) {}

  @Override
  public void check(FaultyMigration migration) throws Exception {
    var facts =
        migration.log().stream()
            .map(LoggedEvent::event)
            .filter(CutoverEvent.class::isInstance)
            .toList();
    var often =
        facts.stream()
            .map(f -> new Recorded(f.getClass().getSimpleName(), f.about(), f.partOf()))
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    assertThat(often.values()).as("%s", often).isNotEmpty().allMatch(count -> count == 1);
    var repoints = facts.stream().filter(AppRepointed.class::isInstance).count();
    assertThat(databases(migration))
        .as("databases, release by release")
        .hasSize((int) repoints + 1);
  }

  /** The app's database of each release that had another one than the release before. */
  private static List<String> databases(FaultyMigration migration) {
    var changes = new java.util.ArrayList<String>();
    for (var release : migration.app().releases()) {
      var url = release.config().getOrDefault("DATABASE_URL", "");
      if (!url.isEmpty() && (changes.isEmpty() || !changes.getLast().equals(url))) {
        changes.add(url);
      }
    }
    return changes.stream().map(url -> url.replaceFirst("//[^@]*@", "//")).toList();
  }
}
