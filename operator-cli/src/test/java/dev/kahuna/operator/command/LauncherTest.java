package dev.kahuna.operator.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The launcher at the root, as far as it runs without a build. */
class LauncherTest {
  private static final Path LAUNCHER = Path.of("../kahuna").toAbsolutePath().normalize();

  @TempDir Path elsewhere;

  @Test
  void itHelpsFromAnywhereThroughLinks() throws Exception {
    var first = Files.createSymbolicLink(elsewhere.resolve("first"), LAUNCHER);
    Files.createSymbolicLink(elsewhere.resolve("second"), first.getFileName());
    assertThat(printed("./second")).contains("kahuna sandbox", "kahuna request FILE");
    assertThat(printed("./second", "--help")).isEqualTo(printed(LAUNCHER.toString(), "help"));
    Files.delete(first);
  }

  @Test
  void itsHelpNamesEveryCommand() throws Exception {
    var help = printed(LAUNCHER.toString());
    for (var command : new CommandLine(new Kahuna()).getSubcommands().keySet()) {
      assertThat(help).contains("kahuna " + command);
    }
  }

  @Test
  void shellcheckFindsNothing() throws Exception {
    assertThat(printed("shellcheck", "--exclude=SC1091", LAUNCHER.toString())).isEmpty();
  }

  private String printed(String... command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command).directory(elsewhere.toFile()).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
