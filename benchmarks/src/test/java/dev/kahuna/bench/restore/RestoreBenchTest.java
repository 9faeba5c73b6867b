package dev.kahuna.bench.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RestoreBenchTest {
  private static RestoreBench bench(String... arguments) {
    return CommandLine.populateCommand(new RestoreBench(), arguments);
  }

  @Test
  void whatCanNotBeMeasuredIsSaidBeforeAnythingStarts(@TempDir Path directory) {
    var nowhere = directory.resolve("nowhere");
    var wrong =
        bench("--runs=0", "--jobs=65", "--percent=0", "--report=" + nowhere.resolve("bench.json"));
    assertThat(wrong.problems())
        .contains(
            "--runs must be 1 to 100, not 0.",
            "--jobs must be 1 to 64, not 65.",
            "--percent must be 1 to 1000, not 0.",
            "--report: can't write in " + nowhere + ".");
  }

  @Test
  void nothingIsWrongWithTheDefaults() {
    assertThat(bench().problems()).noneMatch(problem -> problem.startsWith("--"));
  }
}
