package dev.kahuna.operator.command;

import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.operator.console.EventSentences;
import dev.kahuna.operator.log.MigrationLog;
import dev.kahuna.operator.request.CheckOptions;
import dev.kahuna.request.RequestReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Requests a migration. */
@Command(
    name = "request",
    description =
        "Check a request file and request the migration. docs/request.example.yaml explains the file.")
final class RequestCommand extends LogCommand {
  private static final int MOST_BYTES = 1 << 20;

  @Parameters(index = "0", paramLabel = "FILE", description = "The request, in YAML.")
  private Path file = Path.of("");

  @Option(
      names = "--no-verify",
      description = "Do not ask Heroku and AWS whether the apps and the engine version exist.")
  private boolean unverified;

  @Mixin private CheckOptions checks = new CheckOptions();

  private List<RequestReader.Result.Accepted> accepted = List.of();

  @Override
  void check() throws InterruptedException {
    switch (RequestReader.read(text())) {
      case RequestReader.Result.Refused(var problems) -> throw new BadInput(problems);
      case RequestReader.Result.Accepted request -> accepted = List.of(request);
    }
  }

  @Override
  void run(MigrationLog log) throws InterruptedException {
    var request = accepted.getFirst();
    refuseTaken(log, request.id());
    if (!unverified) {
      var findings = checks.checks().of(request.request());
      if (!findings.wrong().isEmpty()) {
        throw new BadInput(findings.wrong());
      }
      findings.unchecked().forEach(out()::println);
    }
    var appended = log.append(request.id(), new MigrationRequested(request.request()));
    refuseOvertaken(log, appended);
    out()
        .printf(
            "%1$s: requested for %2$s.%nTo follow it, run: kahuna watch %1$s%n",
            request.id(), EventSentences.request(request.request()));
  }

  private static void refuseTaken(MigrationLog log, String id) {
    if (log.find(id).isPresent()) {
      throw new BadInput(
          "The id %s is taken, and ids are never reused; choose another one.".formatted(id));
    }
  }

  /** If two requests have the same id at the same moment, the first in the log counts. */
  private static void refuseOvertaken(MigrationLog log, LoggedEvent appended) {
    var first = known(log, appended.migration()).migration().logged(MigrationRequested.class, "");
    if (first.isPresent() && first.get().offset() != appended.offset()) {
      throw new BadInput(
          "Another request took the id %s a moment ago; choose another one."
              .formatted(appended.migration()));
    }
  }

  private String text() {
    try {
      if (Files.isRegularFile(file) && Files.size(file) > MOST_BYTES) {
        throw new BadInput(
            "The file %s is larger than 1 MiB, so it is not a request; check the path."
                .formatted(file));
      }
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new BadInput(
          "The file %s can't be read; check the path and its permissions.".formatted(file));
    }
  }
}
