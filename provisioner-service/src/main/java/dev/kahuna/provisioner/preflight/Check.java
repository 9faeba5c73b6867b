package dev.kahuna.provisioner.preflight;

import dev.kahuna.event.ProvisionerEvent.Finding;
import dev.kahuna.event.ProvisionerEvent.Severity;
import dev.kahuna.migration.Migration;
import java.util.List;

/** Checks one thing about a request and its environment. Changes nothing. */
public interface Check {
  /** The name under which its findings are shown, in kebab case. */
  String name();

  /**
   * Performs the check. An exception blocks the migration if the operator must change something; if
   * something is out of reach, the whole preflight is repeated.
   */
  List<Finding> look(Migration migration) throws Exception;

  /** Nothing to do. */
  default Finding pass(String found, Object... arguments) {
    return new Finding(name(), Severity.PASS, found.formatted(arguments));
  }

  /** The migration can continue, but the operator should know this. */
  default Finding warn(String advice, Object... arguments) {
    return new Finding(name(), Severity.WARN, advice.formatted(arguments));
  }

  /** The migration cannot work before the operator has done this. */
  default Finding block(String advice, Object... arguments) {
    return new Finding(name(), Severity.BLOCK, advice.formatted(arguments));
  }
}
