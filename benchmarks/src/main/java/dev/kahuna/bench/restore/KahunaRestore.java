package dev.kahuna.bench.restore;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kahuna.standin.process.PostgresUser;
import dev.kahuna.standin.process.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;

/** The programs that Kahuna puts on a host, in a directory like the host's. */
final class KahunaRestore implements RestoreMethod {
  private static final String PROGRAMS = "dev/kahuna/replica/host/program/";
  private static final List<String> DIRECTORIES = List.of("", "bin", "etc", "log", "data");
  private static final Duration LIMIT = Duration.ofMinutes(30);

  private final Path home;
  private final PostgresUser user;
  private final Map<String, String> environment;

  private KahunaRestore(Path home, PostgresUser user, Map<String, String> environment) {
    this.home = home;
    this.user = user;
    this.environment = environment;
  }

  /**
   * Makes the directory.
   *
   * @param jar of replica-service, which has the programs
   * @param archive the environment that opens it
   * @param path where the programs find {@code wal-g}
   */
  static KahunaRestore in(
      Path home, Path jar, PostgresUser user, Map<String, String> archive, String path)
      throws IOException {
    for (var directory : DIRECTORIES) {
      user.makeDirectory(home.resolve(directory));
    }
    try (var classes = new ZipFile(jar.toFile())) {
      for (var program : List.of("fetch-base-backup", "restore-wal")) {
        try (var in = classes.getInputStream(classes.getEntry(PROGRAMS + program + ".sh"))) {
          put(home.resolve("bin").resolve(program), in.readAllBytes(), "rwxr-xr-x", user);
        }
      }
    }
    var variables =
        new TreeMap<>(archive)
            .entrySet().stream()
                .map(v -> "%s='%s'%n".formatted(v.getKey(), v.getValue().replace("'", "'\\''")))
                .collect(Collectors.joining());
    put(home.resolve("etc/archive.env"), variables.getBytes(UTF_8), "rw-------", user);
    var environment = new HashMap<String, String>();
    environment.put("PATH", path);
    environment.put("JOB_RESULT", home.resolve("log/bench.result").toString());
    return new KahunaRestore(home, user, environment);
  }

  private static void put(Path file, byte[] content, String permissions, PostgresUser owner)
      throws IOException {
    Files.write(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    owner.own(file);
  }

  @Override
  public String restoreLabel() {
    return "kahuna";
  }

  @Override
  public String replayLabel() {
    return "kahuna";
  }

  @Override
  public Path restore() throws IOException {
    var data = user.makeDirectory(home.resolve("data/pg"));
    Shell.run(
        user.command(List.of(home.resolve("bin/fetch-base-backup").toString(), "bench")),
        home,
        environment,
        LIMIT);
    return data;
  }

  @Override
  public String restoreCommand() {
    return "\"%s/bin/restore-wal\" \"%%f\" \"%%p\"".formatted(home);
  }
}
