package dev.kahuna.standin.host;

import dev.kahuna.standin.tool.Invocation;
import dev.kahuna.standin.tool.ToolOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What the units of a host printed, a file each. */
record Journal(Path directory) {

  Path of(String unit) {
    return directory.resolve(Systemd.key(unit) + ".log");
  }

  /** {@code journalctl -u UNIT -n LINES}: what the unit printed, without times. */
  int print(Invocation call, ToolOutput output) throws IOException {
    var options =
        Options.parse(
            call.arguments(),
            Set.of("u", "unit", "n", "lines", "o", "output", "S", "since", "p"),
            false);
    for (var name : options.all("u", "unit")) {
      var lines =
          Files.exists(of(name)) ? Files.readAllLines(of(name)) : List.of("-- No entries --");
      int wanted =
          options
              .last("n", "lines")
              .filter(n -> n.matches("\\d+"))
              .map(Integer::parseInt)
              .orElse(lines.size());
      output.print(
          String.join("\n", lines.subList(Math.max(0, lines.size() - wanted), lines.size())));
    }
    return 0;
  }
}
