package dev.kahuna.cutover.setting;

import dev.kahuna.cutover.database.Poll;
import dev.kahuna.event.Leg;
import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.event.ProvisionerEvent.Severity;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * Before a window, gives the new server the settings with which the app's sessions run on the old
 * one, so that the same statement has the same result. What can't be carried is named.
 */
final class CarrySettings {
  /** A new session sees a reloaded configuration within moments. */
  private static final Poll RELOADED =
      new Poll(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofSeconds(2));

  /** Reads what a fresh session of the app has. */
  interface Viewer {
    SessionView view() throws SQLException;
  }

  private CarrySettings() {}

  /** Returns what differs in spite of it, each with the statement that would make it equal. */
  static List<Finding> run(Leg leg, SessionView old, Viewer viewer, NewServer server)
      throws Exception {
    var reasons = new HashMap<String, String>();
    var differences = old.differences(viewer.view());
    for (var difference : differences) {
      server.carry(difference).ifPresent(reason -> reasons.put(difference.name(), reason));
    }
    var left = new ArrayList<>(differences);
    if (reasons.size() < differences.size()) {
      server.reload();
      var unused =
          RELOADED.until(
              () -> {
                left.clear();
                left.addAll(old.differences(viewer.view()));
                return left.stream().allMatch(d -> reasons.containsKey(d.name()));
              });
    }
    var findings = new ArrayList<Finding>();
    for (var difference : left) {
      var reason = reasons.getOrDefault(difference.name(), "it was set and is still otherwise");
      findings.add(
          finding(
              "the app's sessions will differ: %s; %s. To make them equal, run there: %s"
                  .formatted(
                      difference.describe(leg.from().label(), leg.to().label()),
                      reason,
                      server.remedy(difference))));
    }
    return List.copyOf(findings);
  }

  static Finding finding(String advice) {
    return new Finding("settings", Severity.WARN, advice);
  }
}
