package dev.kahuna.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The table of all faults that were made. Runs when all other tests have. */
class FaultTableTest {
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  @Test
  void everyFaultOfTheCatalogueIsMadeByAGreenTest() throws IOException {
    var table = FaultTable.read(REPOSITORY);
    Files.writeString(Path.of("target", "faults.md"), table.markdown());
    assertThat(table.catalogue()).as("rows of docs/faults.md").isNotEmpty();
    assertThat(table.unknown()).as("rows that docs/faults.md does not have").isEmpty();
    if (Boolean.getBoolean("faults.complete")) {
      assertThat(table.missing()).as("faults without a green test").isEmpty();
    }
  }
}
