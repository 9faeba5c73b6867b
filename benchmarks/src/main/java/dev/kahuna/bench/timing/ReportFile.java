package dev.kahuna.bench.timing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The option {@code --report} of a benchmark. */
public final class ReportFile {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  @Option(names = "--report", paramLabel = "FILE", description = "Also write the figures as JSON.")
  private Optional<Path> file = Optional.empty();

  /** Why the file can't be written, if so; better known before than after an hour. */
  public List<String> problems() {
    return file
        .map(report -> report.toAbsolutePath().getParent())
        .filter(directory -> !Files.isWritable(directory))
        .map(directory -> "--report: can't write in %s.".formatted(directory))
        .stream()
        .toList();
  }

  /** Writes the figures if they were asked for. */
  public void write(Object figures) throws IOException {
    if (file.isPresent()) {
      Files.writeString(file.get(), JSON.writeValueAsString(figures) + System.lineSeparator());
    }
  }
}
