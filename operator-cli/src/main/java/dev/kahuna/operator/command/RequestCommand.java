package dev.kahuna.operator.command;

import dev.kahuna.event.OperatorEvent.MigrationRequested;
import dev.kahuna.migration.LoggedEvent;
import dev.kahuna.operator.console.EventSentences;
import dev.kahuna.operator.log.MigrationLog;
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

/** Asks for a migration. */
@Command(
    name = "request",
    description =
        "Checks a request file and asks for the migration; docs/request.example.yaml explains it.")
final class RequestCommand extends LogCommand {
  private static final int MOST_BYTES = 1 << 20;

  @Parameters(index = "0", paramLabel = "FILE", description = "The request, YAML.")
  private Path file = Path.of("");

  @Option(
      names = "--no-verify",
      description = "Asks neither Heroku nor AWS whether what the request names is there.")
  private boolean trusting;

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
    var wanted = accepted.getFirst();
    refuseTaken(log, wanted.id());
    if (!trusting) {
      var findings = checks.checks().of(wanted.request());
      if (!findings.wrong().isEmpty()) {
        throw new BadInput(findings.wrong());
      }
      findings.unchecked().forEach(out()::println);
    }
    var appended = log.append(wanted.id(), new MigrationRequested(wanted.request()));
    refuseOvertaken(log, appended);
    out()
        .printf(
            "%1$s: requested for %2$s.%nFollow it with: kahuna watch %1$s%n",
            wanted.id(), EventSentences.request(wanted.request()));
  }

  private static void refuseTaken(MigrationLog log, String id) {
    if (log.find(id).isPresent()) {
      throw new BadInput(
          "The id %s is taken: a migration keeps its id for ever. Choose another one."
              .formatted(id));
    }
  }

  /** Of two requests with one id at the same moment, the first in the log counts. */
  private static void refuseOvertaken(MigrationLog log, LoggedEvent appended) {
    var first = known(log, appended.migration()).migration().logged(MigrationRequested.class, "");
    if (first.isPresent() && first.get().offset() != appended.offset()) {
      throw new BadInput(
          "The id %s was taken a moment ago by another request, which counts; choose another id."
              .formatted(appended.migration()));
    }
  }

  private String text() {
    try {
      if (Files.isRegularFile(file) && Files.size(file) > MOST_BYTES) {
        throw new BadInput("The file %s is larger than 1 MiB and no request.".formatted(file));
      }
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new BadInput("The file %s can't be read.".formatted(file));
    }
  }
}
