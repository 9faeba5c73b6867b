package dev.kahuna.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Writes the rows of each test that passes into {@code target/faults} of its module, tab-separated:
 * fault, what was done, what held, test.
 */
final class SurvivesExtension implements AfterEachCallback {
  @Override
  public void afterEach(ExtensionContext test) {
    var method = test.getRequiredTestMethod();
    var name = test.getRequiredTestClass().getSimpleName() + "." + method.getName();
    var file = Path.of("target", "faults", name + ".tsv");
    if (test.getExecutionException().isPresent()) {
      delete(file);
      return;
    }
    var rows =
        Arrays.stream(method.getAnnotationsByType(Survives.class))
            .map(s -> "%d\t%s\t%s\t%s%n".formatted(s.fault(), s.done(), s.held(), name))
            .collect(Collectors.joining());
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes what held in an earlier run. */
  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
