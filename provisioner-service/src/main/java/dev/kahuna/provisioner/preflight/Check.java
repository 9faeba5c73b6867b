package dev.kahuna.provisioner.preflight;

import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.event.ProvisionerEvent.Severity;
import dev.kahuna.migration.Migration;
import java.util.List;

/** Finds out one thing about a request and the world it is about; changes nothing. */
public interface Check {
  /** The name under which its findings are shown, in kebab case. */
  String name();

  /**
   * Looks. What it throws blocks the migration if the operator must change something; if something
   * is out of reach, the whole preflight is tried again.
   */
  List<Finding> look(Migration migration) throws Exception;

  /** All is well. */
  default Finding pass(String found, Object... arguments) {
    return new Finding(name(), Severity.PASS, found.formatted(arguments));
  }

  /** The migration can go on, and somebody should know. */
  default Finding warn(String advice, Object... arguments) {
    return new Finding(name(), Severity.WARN, advice.formatted(arguments));
  }

  /** The migration can't work before somebody has done this. */
  default Finding block(String advice, Object... arguments) {
    return new Finding(name(), Severity.BLOCK, advice.formatted(arguments));
  }
}
