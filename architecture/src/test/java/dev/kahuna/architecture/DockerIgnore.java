package dev.kahuna.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which files reach the context of an image's build. Docker's rules: a pattern is relative to the
 * root of the context, {@code **} stands for any number of directories, a directory that matches
 * takes what is in it along, and of several patterns the last one that matches counts; {@code !}
 * lets in again.
 */
final class DockerIgnore {
  private final List<Line> lines = new ArrayList<>();

  private record Line(Pattern pattern, boolean leavesOut) {}

  DockerIgnore(String text) {
    text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .forEach(this::add);
  }

  private void add(String line) {
    var leavesOut = !line.startsWith("!");
    var glob = (leavesOut ? line : line.substring(1)).replaceAll("^/+|/+$", "");
    var regex = new StringBuilder();
    for (var i = 0; i < glob.length(); i++) {
      if (glob.startsWith("**/", i)) {
        regex.append("(?:.*/)?");
        i += 2;
      } else if (glob.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else {
        regex.append(
            switch (glob.charAt(i)) {
              case '*' -> "[^/]*";
              case '?' -> "[^/]";
              default -> Pattern.quote(glob.substring(i, i + 1));
            });
      }
    }
    lines.add(new Line(Pattern.compile(regex + "(?:/.*)?"), leavesOut));
  }

  /** Whether a file is left out; {@code path} within the context, with slashes. */
  boolean leavesOut(String path) {
    var left = false;
    for (var line : lines) {
      if (line.pattern().matcher(path).matches()) {
        left = line.leavesOut();
      }
    }
    return left;
  }
}
