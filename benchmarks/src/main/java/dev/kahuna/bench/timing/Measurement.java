package dev.kahuna.bench.timing;

import dev.kahuna.operator.console.Screen;
import dev.kahuna.sandbox.cloud.Story;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** What a benchmark does once its options make sense. */
@FunctionalInterface
public interface Measurement {
  /**
   * Measures.
   *
   * @param repository this checkout
   * @param story hears what goes on
   */
  BenchResult run(Path repository, Story story) throws Exception;

  /**
   * Says what is wrong, if anything is; else measures, prints and writes the figures.
   *
   * @param problems with the options and the machine, a sentence each
   * @return the exit code: 0, or 2 if nothing was begun
   */
  static int call(List<String> problems, ReportFile file, Measurement measurement)
      throws Exception {
    if (!problems.isEmpty()) {
      problems.forEach(System.err::println);
      return 2;
    }
    var repository = Path.of(System.getProperty("kahuna.home", ".")).toAbsolutePath().normalize();
    var story = new Story(Screen.standard(new PrintWriter(System.out, true)));
    var report = measurement.run(repository, story);
    report.print(System.out);
    file.write(report);
    return 0;
  }
}
