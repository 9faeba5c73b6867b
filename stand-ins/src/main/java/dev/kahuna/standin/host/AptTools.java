package dev.kahuna.standin.host;

import dev.kahuna.standin.postgres.PostgresBinaries;
import dev.kahuna.standin.tool.Invocation;
import dev.kahuna.standin.tool.Tool;
import dev.kahuna.standin.tool.ToolOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Debian's package tools. They install Postgres: its programs are linked into a directory of the
 * host's path. Every other package is on the host already.
 */
final class AptTools {
  private static final Pattern POSTGRES = Pattern.compile("postgresql-(\\d+)");
  private static final int NOT_FOUND = 100;

  private final PostgresBinaries binaries;
  private final Path bin;

  /**
   * @param bin a directory of the host's path
   */
  AptTools(PostgresBinaries binaries, Path bin) {
    this.binaries = binaries;
    this.bin = bin;
  }

  /** The tools under the names of the programs that they stand for. */
  Map<String, Tool> byName() {
    return Map.of("apt-get", this::get, "apt-cache", this::cache);
  }

  private int get(Invocation call, ToolOutput output) throws IOException {
    if (call.arguments().contains("install")) {
      for (var argument : call.arguments()) {
        var postgres = POSTGRES.matcher(argument);
        if (postgres.matches()) {
          link(Integer.parseInt(postgres.group(1)));
        }
      }
    }
    output.print("apt-get %s: done".formatted(String.join(" ", call.arguments())));
    return 0;
  }

  private int cache(Invocation call, ToolOutput output) throws IOException {
    var named = call.arguments().getLast();
    if (POSTGRES.matcher(named).matches()) {
      output.print("Package: " + named);
      return 0;
    }
    output.error("E: No packages found");
    return NOT_FOUND;
  }

  /** The server programs of a major version, and clients for it. */
  private void link(int major) throws IOException {
    var programs = new LinkedHashMap<String, Path>();
    for (var directory : binaries.searchPath(major)) {
      try (var files = Files.list(directory)) {
        files
            .filter(Files::isExecutable)
            .forEach(file -> programs.putIfAbsent(file.getFileName().toString(), file));
      }
    }
    for (var program : programs.entrySet()) {
      var link = bin.resolve(program.getKey());
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, program.getValue());
    }
  }
}
