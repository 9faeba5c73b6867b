package dev.kahuna.sandbox;

import dev.kahuna.operator.console.Screen;
import dev.kahuna.sandbox.cloud.Cloud;
import dev.kahuna.sandbox.cloud.CloudGuide;
import dev.kahuna.sandbox.cloud.CloudOptions;
import dev.kahuna.sandbox.cloud.Story;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Leaves the cloud running in a process of its own. */
@Command(
    name = "up",
    description = "Starts the cloud, leaves it running, and says where everything is.",
    mixinStandardHelpOptions = true)
final class SandboxUp implements Callable<Integer> {
  private static final Duration START_LIMIT = Duration.ofMinutes(5);

  @Mixin private CloudOptions options = new CloudOptions();

  @Option(names = "--foreground", hidden = true)
  private boolean foreground;

  @Spec
  private picocli.CommandLine.Model.CommandSpec spec =
      picocli.CommandLine.Model.CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    if (SandboxApplication.refused(options.problems())) {
      return SandboxApplication.USAGE;
    }
    return foreground ? serve() : launch();
  }

  /** Runs until it is told to end. */
  private int serve() throws Exception {
    var files = RunningSandbox.in(SandboxApplication.repository());
    var story = new Story(Screen.standard(new PrintWriter(System.out, true)));
    try (var cloud = new Cloud(SandboxApplication.repository(), options, story)) {
      files.announce(ProcessHandle.current().pid(), CloudGuide.write(cloud));
      new CountDownLatch(1).await();
    }
    return 0;
  }

  /** Starts this command again as a process that stays, and waits until it is ready. */
  private int launch() throws IOException, InterruptedException {
    var files = RunningSandbox.in(SandboxApplication.repository());
    files.forget();
    var process =
        new ProcessBuilder(command())
            .redirectErrorStream(true)
            .redirectOutput(files.log().toFile())
            .start();
    var deadline = Instant.now().plus(START_LIMIT);
    while (process.isAlive() && Instant.now().isBefore(deadline)) {
      var guide = files.guide();
      if (guide.isPresent()) {
        System.out.println(guide.get());
        return 0;
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    process.destroy();
    System.err.println("The sandbox did not start:");
    Files.readAllLines(files.log()).forEach(System.err::println);
    return 1;
  }

  private List<String> command() {
    var info = ProcessHandle.current().info();
    var command = new ArrayList<String>();
    command.add("setsid");
    command.add(info.command().orElse("java"));
    command.addAll(java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(SandboxApplication.class.getName());
    command.add("up");
    command.add("--foreground");
    var given = spec.root().commandLine().getParseResult().originalArgs();
    command.addAll(given.subList(given.indexOf("up") + 1, given.size()));
    return command;
  }
}
