package dev.kahuna.standin.heroku;

import dev.kahuna.standin.process.StateDirectory;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Heroku's own command line, from npm, kept in the user's cache from one checkout to the next. */
final class HerokuCli {
  private static final String VERSION = "11.10.0";
  private static final Path DIRECTORY =
      Path.of(System.getProperty("user.home"), ".cache", "kahuna", "heroku-cli-" + VERSION);
  private static final Path PROGRAM = DIRECTORY.resolve("node_modules/heroku/bin/run.js");

  /** What a command printed on both streams, and how it ended. */
  record Result(int exitCode, String output) {}

  private final Heroku heroku;
  private final Path home;

  HerokuCli(Heroku heroku, Path home) {
    this.heroku = heroku;
    this.home = home;
  }

  /** Whether node and npm are on the PATH. */
  private static boolean programsThere() {
    return List.of("node", "npm").stream()
        .allMatch(
            program ->
                List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
                    .anyMatch(each -> Files.isExecutable(Path.of(each, program))));
  }

  /**
   * Whether it is installed now. Where there is no way to the npm registry it can't be; where
   * everything is to be tested that is a failure.
   */
  static boolean canBeHad() throws Exception {
    if (!programsThere()) {
      return false;
    }
    try {
      install();
      return true;
    } catch (IOException e) {
      if (System.getenv("CI") != null) {
        throw e;
      }
      return false;
    }
  }

  private static void install() throws Exception {
    if (Files.exists(DIRECTORY)) {
      return;
    }
    Files.createDirectories(DIRECTORY.getParent());
    var unfinished = Files.createTempDirectory(DIRECTORY.getParent(), "installing");
    var npm =
        List.of(
            "npm",
            "install",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--no-save",
            "--prefix",
            unfinished.toString(),
            "heroku@" + VERSION);
    var result = run(npm, Map.of(), unfinished.resolve("npm.log"), 300);
    if (result.exitCode() != 0) {
      throw new IOException("npm could not install Heroku's CLI: " + result.output());
    }
    try {
      Files.move(unfinished, DIRECTORY, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // Another build has installed it meanwhile.
      StateDirectory.deleteTree(unfinished);
    }
  }

  /** Runs {@code heroku <arguments>} against the stand-in, for a minute at most. */
  Result heroku(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("node", PROGRAM.toString()));
    command.addAll(List.of(arguments));
    var api = heroku.apiUrl().toString();
    var environment =
        Map.of(
            "HEROKU_HOST", api,
            "HEROKU_PARTICLEBOARD_URL", api,
            "HEROKU_API_KEY", heroku.token(),
            "HOME", home.toString(),
            "DISABLE_TELEMETRY", "true",
            "IS_HEROKU_TEST_ENV", "true",
            "HEROKU_DISABLE_AUTOUPDATE", "1",
            "HEROKU_SKIP_NEW_VERSION_CHECK", "true",
            "NO_COLOR", "1");
    return run(command, environment, home.resolve("output"), 60);
  }

  private static Result run(
      List<String> command, Map<String, String> environment, Path output, long seconds)
      throws Exception {
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    var process = builder.start();
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(command.getFirst() + " took longer than " + seconds + " s");
    }
    return new Result(process.exitValue(), Files.readString(output));
  }
}
