package dev.kahuna.standin.heroku;

import dev.kahuna.standin.heroku.app.ApiError;
import dev.kahuna.standin.heroku.app.Release;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The header {@code Range: version ]7..; max=5, order=desc} of the list of releases.
 *
 * @param from where to begin, in the order asked for
 * @param after begin behind {@code from}, not at it
 */
record ReleaseRange(Optional<Integer> from, boolean after, int max, boolean descending) {
  private static final int HIGHEST_MAX = 1000;
  private static final Pattern FORMAT =
      Pattern.compile("^\\s*(?:version|id)\\s+(\\])?(\\d*)\\.\\.\\d*\\s*(?:;(.*))?$");
  private static final Pattern MAX = Pattern.compile("\\bmax=(\\d+)");

  static ReleaseRange of(Optional<String> header) {
    if (header.isEmpty()) {
      return new ReleaseRange(Optional.empty(), false, 200, false);
    }
    var match = FORMAT.matcher(header.get());
    if (!match.matches()) {
      throw ApiError.badRequest("Unable to parse the Range header.");
    }
    var options = Optional.ofNullable(match.group(3)).orElse("");
    var max = MAX.matcher(options);
    return new ReleaseRange(
        Optional.of(match.group(2)).filter(text -> !text.isEmpty()).map(Integer::valueOf),
        match.group(1) != null,
        max.find() ? Math.clamp(Long.parseLong(max.group(1)), 1, HIGHEST_MAX) : 200,
        options.contains("order=desc"));
  }

  /** All from the beginning of the range on, in its order; the page is the first {@code max}. */
  List<Release> select(List<Release> releases) {
    var order = Comparator.comparingInt(Release::version);
    return releases.stream()
        .sorted(descending ? order.reversed() : order)
        .filter(release -> from.isEmpty() || reaches(release.version(), from.get()))
        .toList();
  }

  private boolean reaches(int version, int start) {
    return version == start ? !after : (version < start) == descending;
  }

  String nextAfter(Release last) {
    return "version ]%d..; max=%d%s"
        .formatted(last.version(), max, descending ? ", order=desc" : "");
  }
}
