package dev.kahuna.architecture;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules for packages and modules. Each returns its violations, with the file or package. */
record Layout(Collection<SourceFile> files) {
  private static final int FILES_IN_A_PACKAGE = 20;
  private static final int LINES_OF_A_FILE = 300;

  /**
   * Packages that import each other in a cycle, with a file for each import. Javadoc links count.
   */
  List<String> packageCycles() {
    var graph = new TreeMap<String, Map<String, String>>();
    main()
        .forEach(
            file ->
                file.importedPackages()
                    .filter(imported -> !imported.equals(file.packageName()))
                    .forEach(
                        imported ->
                            graph
                                .computeIfAbsent(file.packageName(), key -> new TreeMap<>())
                                .putIfAbsent(imported, file.path())));
    var done = new TreeSet<String>();
    var cycles = new ArrayList<String>();
    graph.keySet().forEach(start -> walk(start, graph, new ArrayList<>(), done, cycles));
    return cycles;
  }

  private static void walk(
      String node,
      Map<String, Map<String, String>> graph,
      List<String> path,
      Set<String> done,
      List<String> cycles) {
    var met = path.indexOf(node);
    if (met >= 0) {
      cycles.add(describe(path.subList(met, path.size()), graph));
      return;
    }
    if (done.contains(node)) {
      return;
    }
    path.add(node);
    graph
        .getOrDefault(node, Map.of())
        .keySet()
        .forEach(next -> walk(next, graph, path, done, cycles));
    path.removeLast();
    done.add(node);
  }

  private static String describe(List<String> cycle, Map<String, Map<String, String>> graph) {
    var text = new StringBuilder(cycle.getFirst());
    for (var i = 0; i < cycle.size(); i++) {
      var next = cycle.get((i + 1) % cycle.size());
      var file = graph.getOrDefault(cycle.get(i), Map.of()).get(next);
      text.append(" -> %s (%s)".formatted(next, file));
    }
    return text.toString();
  }

  /** Files in a package of another module. A test may only be in a package of its own module. */
  List<String> splitPackages() {
    var owners = new HashMap<String, String>();
    main().forEach(file -> owners.putIfAbsent(file.packageName(), file.module()));
    files.stream()
        .filter(file -> !file.isMain())
        .forEach(file -> owners.putIfAbsent(file.packageName(), file.module()));
    return where(
        file -> !file.module().equals(owners.get(file.packageName())),
        file ->
            "is in %s, which belongs to %s"
                .formatted(file.packageName(), owners.get(file.packageName())));
  }

  List<String> crowdedPackages() {
    return main()
        .filter(file -> !file.isPackageInfo())
        .collect(
            Collectors.groupingBy(SourceFile::packageName, TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .filter(entry -> entry.getValue() > FILES_IN_A_PACKAGE)
        .map(entry -> "%s has %d files".formatted(entry.getKey(), entry.getValue()))
        .toList();
  }

  List<String> longFiles() {
    return where(
        file -> file.isMain() && file.lines() > LINES_OF_A_FILE,
        file -> "has %d lines".formatted(file.lines()));
  }

  /** Packages that NullAway does not check, because no package-info marks them. */
  List<String> unmarkedPackages() {
    var marked =
        main()
            .filter(SourceFile::isPackageInfo)
            .filter(file -> file.importsFrom("org.jspecify.annotations.NullMarked"))
            .map(SourceFile::packageName)
            .collect(Collectors.toSet());
    return main()
        .map(SourceFile::packageName)
        .distinct()
        .filter(name -> !marked.contains(name))
        .sorted()
        .toList();
  }

  /** Files that import a package of Kahuna other than the allowed ones and those below them. */
  List<String> foreignImports(Predicate<SourceFile> who, String... prefixes) {
    return where(
        file -> who.test(file) && foreign(file, prefixes).findAny().isPresent(),
        file -> "imports " + foreign(file, prefixes).sorted().distinct().toList());
  }

  private static Stream<String> foreign(SourceFile file, String... prefixes) {
    return file.importedPackages()
        .filter(
            name ->
                List.of(prefixes).stream()
                    .noneMatch(allowed -> name.equals(allowed) || name.startsWith(allowed + ".")));
  }

  /** Files that import something below the prefix, except those that may. */
  List<String> importersOf(String prefix, Predicate<SourceFile> who, Predicate<SourceFile> may) {
    return where(
        file -> who.test(file) && file.importsFrom(prefix) && !may.test(file),
        file -> "imports " + prefix);
  }

  private List<String> where(Predicate<SourceFile> offends, Function<SourceFile, String> how) {
    return files.stream()
        .filter(offends)
        .map(file -> file.path() + " " + how.apply(file))
        .sorted()
        .toList();
  }

  private Stream<SourceFile> main() {
    return files.stream().filter(SourceFile::isMain);
  }
}
