package dev.kahuna.operator.command;

import dev.kahuna.operator.console.Activity;
import dev.kahuna.operator.console.Status;
import dev.kahuna.operator.console.StatusPrinter;
import dev.kahuna.operator.log.MigrationLog;
import java.time.Instant;
import java.time.ZoneId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/** Lists the migrations. */
@Command(name = "list", description = "List all migrations and their states.")
final class ListCommand extends LogCommand {
  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  /** One migration of the list, in JSON. */
  record Entry(String id, Status.State state, String wanted, Instant requestedAt) {}

  @Override
  void run(MigrationLog log) {
    var statuses = log.all().stream().map(m -> Status.of(m, new Activity())).toList();
    if (json) {
      out()
          .println(
              JSON.writeValueAsString(
                  statuses.stream()
                      .map(
                          s ->
                              new Entry(
                                  s.id(), s.state(), s.wanted(), s.requestedAt().orElseThrow()))
                      .toList()));
    } else {
      new StatusPrinter(out(), ZoneId.systemDefault()).print(statuses);
    }
  }
}
