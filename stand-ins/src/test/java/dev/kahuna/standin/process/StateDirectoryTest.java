package dev.kahuna.standin.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kahuna.standin.postgres.TestMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StateDirectoryTest {
  private static final String NAME = "t-crashed";

  @Test
  void whatACrashedRunLeftIsEndedAndRemovedByTheNextOne() throws Exception {
    var java = ProcessHandle.current().info().command().orElseThrow();
    var classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    var builder =
        new ProcessBuilder(java, "-cp", classPath, CrashedRun.class.getName(), NAME)
            .redirectErrorStream(true);
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("kahuna.test.") || name.equals("user.home"))
        .forEach(name -> builder.command().add(1, "-D" + name + "=" + System.getProperty(name)));
    var crashed = builder.start();
    try (var output = crashed.inputReader()) {
      assertThat(output.lines().anyMatch("ready"::equals)).as("started").isTrue();
    } finally {
      crashed.destroyForcibly();
    }
    assertThat(crashed.waitFor(10, TimeUnit.SECONDS)).isTrue();

    Path root;
    try (var next = TestMachine.claim(NAME)) {
      root = next.state().root();
      assertThat(Stragglers.of(root).processes()).isEmpty();
      assertThat(root.resolve("left")).doesNotExist();
    }
    assertThat(Files.exists(root)).isFalse();
  }

  @Test
  void aPathTooLongForASocketIsReplaced() throws Exception {
    var user = PostgresUser.current();
    var target = Path.of(System.getProperty("kahuna.test.target", "target"));
    try (var state = StateDirectory.claim(target.resolve("t-" + "long".repeat(15)), user)) {
      assertThat(state.root().toString()).startsWith("/tmp/stand-ins-" + user.callersUid());
      assertThat(user.reaches(state.root())).isTrue();
    }
  }
}
