package dev.kahuna.operator.command;

import dev.kahuna.operator.log.MigrationLog;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A command that reads or appends to the log. Exit codes: 0 done; 2 the operator must change the
 * command or its input; 1 anything else, such as Kafka being unreachable.
 */
abstract class LogCommand implements Callable<Integer> {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int BAD_INPUT = 2;

  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  /** Runs the command; {@link BadInput} ends it with exit code 2. */
  abstract void run(MigrationLog log) throws Exception;

  /** Checks what needs no Kafka; {@link BadInput} ends the command with exit code 2. */
  void check() throws Exception {}

  @Override
  public final Integer call() throws Exception {
    try {
      check();
      run(MigrationLog.open(kafka.connection(), Clock.systemUTC()));
      return DONE;
    } catch (BadInput e) {
      e.sentences().forEach(err()::println);
      return BAD_INPUT;
    } catch (MigrationLog.Unreachable e) {
      err().println(e.getMessage());
      return FAILED;
    }
  }

  /**
   * The migration with that id.
   *
   * @throws BadInput if there is none
   */
  static MigrationLog.Known known(MigrationLog log, String id) {
    return log.find(id)
        .orElseThrow(
            () ->
                new BadInput(
                    "There is no migration '%s'; 'kahuna list' shows all of them.".formatted(id)));
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
