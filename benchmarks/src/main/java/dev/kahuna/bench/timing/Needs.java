package dev.kahuna.bench.timing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a benchmark needs before it begins; a sentence for each that is wrong. */
public final class Needs {
  private Needs() {}

  /** A number of an option within its bounds. */
  public static void bounds(List<String> problems, String option, int value, int least, int most) {
    if (value < least || value > most) {
      problems.add("%s must be %d to %d, not %d.".formatted(option, least, most, value));
    }
  }

  /**
   * Programs that are installed.
   *
   * @param packages what to install for them, separated by blanks
   */
  public static void programs(List<String> problems, List<String> programs, String packages) {
    programs.stream()
        .filter(program -> onPath(program).isEmpty())
        .map(
            program ->
                "%s is not on the path: install it ('apt-get install %s')."
                    .formatted(program, packages))
        .forEach(problems::add);
  }

  /** Where a program is. */
  public static Optional<Path> onPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
