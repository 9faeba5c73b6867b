package dev.kahuna.replica.copy;

import dev.kahuna.settings.SettingsCheck;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The copy to the target: {@code kahuna.copy.*}.
 *
 * @param connections Number of connections to each of source and target over which rows are copied.
 * @param indexes Number of indexes that are built at a time.
 */
public record CopySettings(@DefaultValue("4") int connections, @DefaultValue("4") int indexes) {

  /** The check of these settings, for the service's own to end. */
  public SettingsCheck check() {
    return new SettingsCheck()
        .require(connections >= 1, "kahuna.copy.connections is %d: give at least 1.", connections)
        .require(indexes >= 1, "kahuna.copy.indexes is %d: give at least 1.", indexes);
  }
}
