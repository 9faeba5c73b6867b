package dev.kahuna.operator.command;

import dev.kahuna.cutover.breakglass.BreakGlass;
import dev.kahuna.cutover.breakglass.BreakGlass.Finding;
import dev.kahuna.failure.Rejected;
import dev.kahuna.failure.Unavailable;
import dev.kahuna.heroku.HerokuPlatform;
import dev.kahuna.secret.SecretUnavailable;
import dev.kahuna.secret.Secrets;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends an open window with Secrets Manager, Heroku and the databases alone. */
@Command(
    name = "break-glass",
    description =
        "End an open window when Kafka or the services are gone. Before its pivot the app goes back"
            + " to the old database, after it forward to the new one. The command asks first. It needs"
            + " the network and the rights of cutover-service.")
final class BreakGlassCommand implements Callable<Integer> {
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{2,38}[a-z0-9]");
  private static final Duration HEROKU_TIMEOUT = Duration.ofSeconds(10);

  @Parameters(index = "0", paramLabel = "ID", description = "The migration's id.")
  private String id = "";

  @Option(names = "--yes", description = "Do it without asking.")
  private boolean confirmed;

  @Option(
      names = "--new-is-gone",
      description =
          "Go back even if the new database can't be reached to close it: every dyno is stopped first, then started again with the old config.")
  private boolean newIsGone;

  @Option(
      names = "--heroku-url",
      paramLabel = "URL",
      defaultValue = "${env:KAHUNA_HEROKU_URL:-https://api.heroku.com}",
      description = "Heroku's Platform API (KAHUNA_HEROKU_URL; default https://api.heroku.com).")
  private URI herokuUrl = HerokuPlatform.URL;

  @Option(
      names = "--target-authorities",
      paramLabel = "FILE",
      defaultValue = "${env:KAHUNA_TARGET_AUTHORITIES:-}",
      description =
          "PEM file of the authorities that issue Aurora's certificates (KAHUNA_TARGET_AUTHORITIES).")
  private String authorities = "";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Secrets secrets = Secrets.ofEnvironment();
  private final AtomicInteger done = new AtomicInteger();

  @Override
  public Integer call() throws Exception {
    if (!ID.matcher(id).matches()) {
      return failed(LogCommand.BAD_INPUT, "ID must be the id of a migration, such as shop-2026.");
    }
    try {
      return end();
    } catch (Rejected | Unavailable | SecretUnavailable | SQLException e) {
      return failed(
          LogCommand.FAILED,
          secrets.redact(String.valueOf(e.getMessage()))
              + (done.get() == 0
                  ? ". Nothing was changed."
                  : ". What is printed above is done; run the same command again to do the rest."));
    }
  }

  private int end() throws Exception {
    var glass =
        new BreakGlass(
            new HerokuPlatform(herokuUrl, HEROKU_TIMEOUT),
            secrets,
            Optional.of(authorities).filter(file -> !file.isBlank()).map(Path::of));
    return switch (glass.look(id, newIsGone)) {
      case Finding.Unknown() ->
          failed(
              LogCommand.BAD_INPUT,
              "Secrets Manager has no secrets of a migration '%s'; check the id, the AWS account and the region."
                  .formatted(id));
      case Finding.NothingToDo() -> {
        out("%s has no open window, so there is nothing to do.".formatted(id));
        yield LogCommand.DONE;
      }
      case Finding.OpenWindow window -> end(glass, window);
    };
  }

  private int end(BreakGlass glass, Finding.OpenWindow window) throws Exception {
    out(window.summary());
    window.intentions().forEach(sentence -> out("  - " + sentence));
    if (!confirmed && !confirms()) {
      return failed(LogCommand.BAD_INPUT, "That is not the migration's id. Nothing was changed.");
    }
    glass.end(
        id,
        newIsGone,
        sentence -> {
          done.incrementAndGet();
          out(sentence);
        });
    out("Done. When the services are back, they continue whatever else the window stopped.");
    return LogCommand.DONE;
  }

  private boolean confirms() throws IOException {
    spec.commandLine().getOut().print("Type the migration's id to do this: ");
    spec.commandLine().getOut().flush();
    var answer = new BufferedReader(new InputStreamReader(System.in)).readLine();
    return answer != null && answer.strip().equals(id);
  }

  private void out(String sentence) {
    spec.commandLine().getOut().println(sentence);
  }

  private int failed(int code, String sentence) {
    spec.commandLine().getErr().println(sentence);
    return code;
  }
}
