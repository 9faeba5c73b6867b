package dev.kahuna.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The catalogue of faults, and beside it what the tests of all modules did and what held.
 *
 * @param catalogue the faults by number
 * @param survived one row for each fault that a green test made
 */
record FaultTable(Map<Integer, String> catalogue, List<Survived> survived) {
  private static final Pattern CATALOGUE_ROW = Pattern.compile("\\| (\\d+) \\| (.+) \\| .+ \\|");

  /** A fault that a test made, and what it asserted. */
  record Survived(int fault, String done, String held, String test) {
    static Survived parse(String line) {
      var fields = line.split("\t", -1);
      return new Survived(Integer.parseInt(fields[0]), fields[1], fields[2], fields[3]);
    }
  }

  /** Reads the catalogue and the rows that every module of the checkout has written. */
  static FaultTable read(Path repository) throws IOException {
    var catalogue = new TreeMap<Integer, String>();
    for (var line : Files.readAllLines(repository.resolve("docs/faults.md"))) {
      var row = CATALOGUE_ROW.matcher(line);
      if (row.matches()) {
        catalogue.put(Integer.valueOf(row.group(1)), row.group(2));
      }
    }
    try (var modules = Files.newDirectoryStream(repository, Files::isDirectory)) {
      var survived = new java.util.ArrayList<Survived>();
      for (var module : modules) {
        survived.addAll(ofModule(module.resolve("target/faults")));
      }
      survived.sort(Comparator.comparingInt(Survived::fault).thenComparing(Survived::test));
      return new FaultTable(catalogue, List.copyOf(survived));
    }
  }

  private static List<Survived> ofModule(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    var survived = new java.util.ArrayList<Survived>();
    try (var files = Files.newDirectoryStream(directory, "*.tsv")) {
      for (var file : files) {
        Files.readAllLines(file).stream().map(Survived::parse).forEach(survived::add);
      }
    }
    return survived;
  }

  /** Rows of tests that make no fault of the catalogue. */
  List<Survived> unknown() {
    return survived.stream().filter(row -> !catalogue.containsKey(row.fault())).toList();
  }

  /** Numbers of the faults that no green test made. */
  List<Integer> missing() {
    var made = survived.stream().map(Survived::fault).collect(Collectors.toSet());
    return catalogue.keySet().stream().filter(fault -> !made.contains(fault)).toList();
  }

  /** The table for a reader. */
  String markdown() {
    var rows =
        survived.stream()
            .map(
                row ->
                    "| %d | %s | %s | %s | `%s` |%n"
                        .formatted(
                            row.fault(),
                            catalogue.getOrDefault(row.fault(), "?"),
                            row.done(),
                            row.held(),
                            row.test()))
            .collect(Collectors.joining());
    return "| # | Fault | Done | Held | Test |%n|---|---|---|---|---|%n".formatted() + rows;
  }
}
