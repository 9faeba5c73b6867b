package dev.kahuna.sandbox;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;

/** Ends what {@link SandboxUp} started. */
@Command(
    name = "down",
    description = "Ends the cloud that 'up' started, and removes everything it made.",
    mixinStandardHelpOptions = true)
final class SandboxDown implements Callable<Integer> {
  private static final int LIMIT_SECONDS = 60;

  @Override
  public Integer call() throws Exception {
    var files = RunningSandbox.in(SandboxApplication.repository());
    var process = files.process();
    files.forget();
    if (process.isEmpty()) {
      System.err.println("No sandbox is up in this checkout.");
      return 1;
    }
    process.get().destroy();
    try {
      var unused = process.get().onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      System.err.printf("The sandbox did not end within %d s; it is killed.%n", LIMIT_SECONDS);
      process.get().destroyForcibly();
      return 1;
    }
    System.out.println("The sandbox is down.");
    return 0;
  }
}
