package dev.kahuna.standin.host;

import java.nio.file.Path;
import java.util.Map;

/**
 * Variables of every login, unit and sudo on a host beside the usual ones: what a host of its own
 * needs no variable for.
 */
@FunctionalInterface
public interface HostVariables {
  /** No such variables. */
  HostVariables NONE = root -> Map.of();

  /**
   * The variables by their names.
   *
   * @param root the host's directory. The empty directory {@code srv} in it is for whoever uses the
   *     host.
   */
  Map<String, String> on(Path root);
}
