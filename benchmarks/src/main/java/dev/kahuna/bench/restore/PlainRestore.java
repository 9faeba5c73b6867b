package dev.kahuna.bench.restore;

import dev.kahuna.standin.archive.ArchiveStore;
import dev.kahuna.standin.process.PostgresUser;
import dev.kahuna.standin.process.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code curl | lz4 -dc | tar x} for each part, and {@code cp} of segments that lie ready. */
final class PlainRestore implements RestoreMethod {
  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final Duration VALID = Duration.ofHours(12);

  private final Path home;
  private final Path segments;
  private final PostgresUser user;
  private final int jobs;

  private PlainRestore(Path home, Path segments, PostgresUser user, int jobs) {
    this.home = home;
    this.segments = segments;
    this.user = user;
    this.jobs = jobs;
  }

  /**
   * Puts its script and the parts' addresses, which need no credentials, into a new directory.
   *
   * @param parts objects of the base backup
   * @param segments the directory that {@code cp} copies from
   * @param jobs how many parts at a time
   */
  static PlainRestore in(
      Path home,
      ArchiveStore store,
      List<ArchiveStore.Entry> parts,
      Path segments,
      PostgresUser user,
      int jobs)
      throws IOException {
    user.makeDirectory(home);
    var script = home.resolve("unpack");
    try (var in = Objects.requireNonNull(PlainRestore.class.getResourceAsStream("unpack.sh"))) {
      Files.copy(in, script);
    }
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    var addresses = home.resolve("addresses");
    Files.write(
        addresses, parts.stream().map(part -> store.presigned(part.name(), VALID)).toList());
    user.own(addresses);
    return new PlainRestore(home, segments, user, jobs);
  }

  @Override
  public String restoreLabel() {
    return "plain";
  }

  @Override
  public String replayLabel() {
    return "cp";
  }

  @Override
  public Path restore() throws IOException {
    var data = user.makeDirectory(home.resolve("data"));
    Shell.run(
        user.command(
            List.of(
                home.resolve("unpack").toString(),
                data.toString(),
                String.valueOf(jobs),
                home.resolve("addresses").toString())),
        home,
        Map.of(),
        LIMIT);
    return data;
  }

  @Override
  public String restoreCommand() {
    return "cp \"%s/%%f\" \"%%p\"".formatted(segments);
  }
}
