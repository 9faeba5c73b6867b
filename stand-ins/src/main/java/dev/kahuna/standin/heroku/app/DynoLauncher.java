package dev.kahuna.standin.heroku.app;

import dev.kahuna.standin.postgres.Loopback;
import dev.kahuna.standin.process.ChildProcesses;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Starts an app's processes: in its directory, with its config vars as the environment (and nothing
 * of this process's own but the PATH), all writing to one log file.
 *
 * @param directory holds the Procfile
 * @param log appended to
 */
public record DynoLauncher(
    String app, Path directory, Path log, ChildProcesses children, Clock clock) {

  Dyno start(String name, String type, String command, Release release) {
    var builder =
        new ProcessBuilder("bash", "-c", command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      var port =
          type.equals(Procfile.WEB) ? OptionalInt.of(Loopback.freePort()) : OptionalInt.empty();
      var plan = new Dyno.Plan(name, type, command, release, port);
      environment(builder.environment(), plan);
      return new Dyno(plan, children.start(app + "-" + name, builder), clock);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + name + " of " + app, e);
    }
  }

  /** The config vars can't displace what the platform sets: PORT and DYNO. */
  private void environment(Map<String, String> environment, Dyno.Plan plan) {
    var path = environment.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    environment.clear();
    environment.put("PATH", javaBin() + File.pathSeparator + path);
    environment.put("HOME", directory.toString());
    environment.put("LANG", "C.UTF-8");
    // Heroku's dynos listen on every address; those of a machine on a desk should not.
    environment.put("HOST", "127.0.0.1");
    environment.putAll(plan.release().config());
    environment.put("DYNO", plan.name());
    plan.port().ifPresent(port -> environment.put("PORT", Integer.toString(port)));
  }

  /** This process's own JDK first, for the one on the machine's PATH may be too old. */
  private static String javaBin() {
    return Path.of(System.getProperty("java.home"), "bin").toString();
  }
}
